# The commands of this project; `make help` lists them. What they do is in scripts/.

# The stack, one for each Pulumi.<stack>.yaml.
STACK ?= dev
# Further flags of the Pulumi command, such as ARGS=--refresh.
ARGS ?=

with_stack := scripts/with-stack $(STACK)
typescript := node --require sucrase/register/ts

.DEFAULT_GOAL := help
.PHONY: help up preview destroy refresh smoke connect status env tools check test test-kubernetes bench drill soak format clean

help: ## list these commands
	@echo "Usage: make COMMAND [STACK=name, default: dev] [ARGS='further flags of the Pulumi command']"
	@sed -n 's/^\([a-z-]*\):.* ## /\1\t/p' $(MAKEFILE_LIST) | while IFS='	' read -r name text; do printf '  %-17s%s\n' "$$name" "$$text"; done

up: ## deploy the platform, prove that it works, and say where everything is
	@$(with_stack) -- sh -c 'pulumi up --yes --skip-preview $(ARGS) && $(typescript) scripts/status.ts'

preview: ## say what `make up` would change, and change nothing
	@$(with_stack) -- pulumi preview $(ARGS)

destroy: ## take the platform away; volumes stay unless the stack says otherwise
	@$(with_stack) --keep-images -- sh -c 'pulumi destroy --yes --skip-preview $(ARGS) && scripts/engine stop --if-idle'

refresh: ## look for what was changed outside Pulumi
	@$(with_stack) --keep-images -- pulumi refresh --yes --skip-preview $(ARGS)

smoke: ## run the smoke test on the running platform
	@$(with_stack) --keep-images -- $(typescript) scripts/smoke.ts

connect: ## open the addresses of a platform on Kubernetes on this machine, until interrupted
	@$(with_stack) --keep-images -- $(typescript) scripts/connect.ts

status: ## say where everything is
	@$(with_stack) --keep-images -- $(typescript) scripts/status.ts

env: ## print the settings for plain pulumi commands: eval "$(make -s env)"
	@scripts/node-modules && $(typescript) scripts/setup.ts $(STACK)

tools: ## only get what the other commands need
	@$(with_stack) --tools-only -- true

check: ## types, lint, format, shell scripts, unit tests
	@scripts/node-modules && $(typescript) scripts/check.ts

test: ## everything, end to end on a real Docker engine
	@scripts/node-modules && $(typescript) scripts/test.ts

test-kubernetes: ## the Kubernetes target on a real single-node cluster, which is built first; as root on Debian
	@scripts/with-stack staging --tools-only -- true
	@scripts/with-stack dev --tools-only -- scripts/with-cluster node_modules/.bin/jest --selectProjects offline-kubernetes e2e-kubernetes

bench: ## measure this project against Compose, docker run and kubectl, into docs/benchmarks.md: ARGS='--rounds 3 --only docker'
	@[ -z "$$TEST_KUBECONFIG" ] || scripts/with-stack staging --tools-only -- true
	@scripts/with-stack dev --tools-only -- $(typescript) bench/main.ts $(ARGS)

drill: ## break a platform of its own again and again under load, and count messages: ARGS='--seed 7 --faults 5'
	@scripts/with-stack dev --tools-only -- bench/drill/run $(ARGS)

soak: ## put a steady load on a platform of its own, into docs/soak.md: ARGS='--minutes 10 --rate 500'
	@scripts/with-stack dev --tools-only -- $(typescript) bench/soak/main.ts $(ARGS)

format: ## format the code
	@scripts/node-modules && node_modules/.bin/prettier --log-level warn --write .

clean: ## remove .local: state, stand-ins and settings of this checkout; refused while something is deployed
	@scripts/node-modules && $(typescript) scripts/clean.ts
