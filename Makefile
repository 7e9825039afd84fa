# The commands of this project. `## ` marks those that `make help` lists, `### ` the rest. Their code is in scripts/.

# The stack, one for each Pulumi.<stack>.yaml.
STACK ?= dev
# What a change is compared with: the branch that it is to be merged into.
BASE ?= origin/main
# Where the comment on a preview, or the report of a drift, is written.
OUTPUT ?= .local/review/$(STACK).md

# Commands get what a user gives them in their environment, to the letter: make would expand a $, as in a URN,
# and a shell would run what stands behind a semicolon. ARGS and CASES are split into words by scripts/with-words.
given := STACK BASE OUTPUT FROM FILE NAME ARGS CASES TARGET SIZES VERSION YES SUITE SQL
$(foreach name,$(given),$(if $(filter undefined file,$(origin $(name))),,$(eval override $(name) := $$(value $(name)))$(eval export $(name))))
export STACK BASE OUTPUT

with_stack := scripts/with-stack "$$STACK"
with_pipelines := $(with_stack) --project=pipelines
typescript := node --require ./common/typescript.js

.DEFAULT_GOAL := help
.PHONY: help help-all up preview destroy remove-data drop refresh recover smoke connect status topics-import env tools check test test-main test-commands test-kubernetes test-recovery bench drill soak bench-topics screenshots format clean
.PHONY: pipelines-env pipelines-up pipelines-preview pipelines-status pipelines-tables pipelines-destroy pipelines-remove-data pipelines-recover
.PHONY: config-reference kafka-settings preview-comment post-comment review environments new-env drift report-drift cloud-credentials record-previews export-state-fixture release

help: ### list the commands you need most
	@echo "Usage: make COMMAND [STACK=name, default: dev] [ARGS='further flags of the Pulumi command']"
	@awk -F ': ## ' '/^[a-z-]+: ## / { printf "  %-24s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "make help-all lists all of them."

help-all: ### list all commands
	@awk -F ': ##+ ' '/^[a-z-]+: ##+ / { printf "  %-24s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)

up: ## deploy the platform, check that it works, and print where everything is
	@$(with_stack) -- sh -c 'scripts/with-words ARGS $(typescript) scripts/stack/update.ts up && $(typescript) scripts/stack/status.ts'

preview: ## show what `make up` would change
	@$(with_stack) --state-may-go -- scripts/with-words ARGS pulumi preview

destroy: ## remove the platform; its data stays unless retainData is false
	@$(with_stack) --keep-images -- sh -c 'scripts/with-words ARGS $(typescript) scripts/stack/destroy.ts && scripts/engine stop --if-idle'

remove-data: ## remove the data that a destroyed stack left, after asking; YES=STACK to confirm in a script
	@$(with_stack) --keep-images -- sh -c '$(typescript) scripts/stack/remove-data/main.ts && scripts/engine stop --if-idle'

drop: ### forget a stack whose engine or cluster is gone for good, touching nothing else; YES=STACK to confirm in a script
	@$(with_stack) --without-images --without-engine -- $(typescript) scripts/stack/drop.ts

refresh: ### read what was changed outside Pulumi
	@$(with_stack) --keep-images -- scripts/with-words ARGS $(typescript) scripts/stack/update.ts refresh

recover: ## bring a platform back after any interruption or damage
	@$(with_stack) -- $(typescript) scripts/stack/recover/main.ts

smoke: ## run the smoke test on the running platform
	@$(with_stack) --keep-images -- $(typescript) scripts/stack/smoke.ts

connect: ## open a platform on Kubernetes on this machine, until interrupted
	@$(with_stack) --keep-images -- $(typescript) scripts/stack/connect.ts

status: ## print where everything is; fail if part of it does not answer
	@$(with_stack) --keep-images -- $(typescript) scripts/stack/status.ts

topics-import: ## write the topics of a cluster to topics/STACK.yaml; FROM=host:port for another cluster, FILE=...
	@$(if $(FROM),scripts/node-modules &&,$(with_stack) --keep-images --) $(typescript) scripts/stack/topics-import.ts $(if $(FROM),--from="$$FROM") $(if $(FILE),--file="$$FILE") -- "$$STACK"

pipelines-up: ### deploy the pipelines on a platform that is up, and print where everything is: docs/pipelines.md
	@$(with_pipelines) -- sh -c 'scripts/pipelines/pulumi update up && $(typescript) scripts/pipelines/status.ts'

pipelines-preview: ### show what `make pipelines-up` would change
	@$(with_pipelines) -- scripts/pipelines/pulumi preview

pipelines-status: ### print where the pipelines are, and how many messages are at each stage; fail if a part does not answer
	@$(with_pipelines) --keep-images -- $(typescript) scripts/pipelines/status.ts

pipelines-tables: ### query the pipelines' tables with SQL: SQL='SELECT * FROM contagens'; the newest counts if there is none
	@$(with_pipelines) --keep-images -- $(typescript) scripts/pipelines/tables.ts

pipelines-destroy: ### remove the pipelines; their data stays unless retainData is false
	@$(with_pipelines) --keep-images -- scripts/pipelines/pulumi update destroy

pipelines-remove-data: ### remove the data that destroyed pipelines left, after asking; YES=STACK to confirm in a script
	@$(with_pipelines) --keep-images -- sh -c '$(typescript) scripts/pipelines/remove-data.ts && scripts/engine stop --if-idle'

pipelines-recover: ### bring the pipelines back after any interruption or damage
	@$(with_pipelines) -- sh -c '$(typescript) scripts/pipelines/recover.ts && $(typescript) scripts/pipelines/status.ts'

pipelines-env: ### print the settings for plain pulumi commands on the pipelines: eval "$(make -s pipelines-env)"
	@scripts/node-modules && $(typescript) scripts/setup/main.ts "$$STACK" --project=pipelines

preview-comment: ### write in Markdown what this branch changes in a stack, compared with BASE=origin/main
	@$(with_stack) --tools-only --without-images -- $(typescript) scripts/review/comment/review.ts "$$STACK" "$$BASE" "$$OUTPUT"

post-comment: ### in a CI job: post what preview-comment wrote, replacing the previous comment
	@scripts/node-modules && $(typescript) scripts/review/forge/main.ts comment "$$OUTPUT"

review: ### in a CI job: preview-comment and post-comment for every environment this branch touches
	@scripts/node-modules && $(typescript) scripts/review/comment/each.ts "$$BASE"

environments: ### list the environments this branch touches, compared with BASE=origin/main
	@scripts/node-modules && $(typescript) scripts/environments/main.ts "$$BASE"

new-env: ## create the file of another environment: NAME=qa; FROM=dev to start from another, PRODUCTION=true for production rules
	@scripts/node-modules && $(typescript) scripts/environments/new.ts $(if $(FROM),--from="$$FROM") $(if $(filter true,$(PRODUCTION)),--production) -- "$$NAME"

drift: ### write in Markdown how the deployed stack differs from its declaration
	@rm -f -- "$$OUTPUT"
	@$(with_stack) --keep-images -- $(typescript) scripts/review/comment/drift.ts "$$STACK" "$$OUTPUT"

report-drift: ### in a CI job: keep one issue open while there is drift, or while it could not be checked
	@scripts/node-modules && $(typescript) scripts/review/forge/main.ts drift "$$OUTPUT" "$$STACK"

cloud-credentials: ### in a GitLab job: get access to the bucket with the state from the job's own identity
	@scripts/node-modules && $(typescript) scripts/review/forge/cloud-credentials.ts

env: ### print the settings for plain pulumi commands: eval "$(make -s env)"
	@scripts/node-modules && $(typescript) scripts/setup/main.ts "$$STACK"

tools: ### get what the other commands need, and do nothing else
	@$(with_stack) --tools-only -- true

check: ### types, lint, format, shell scripts, Python, unit tests
	@scripts/node-modules && scripts/node-modules offline/console && $(typescript) scripts/checks/main.ts

test: ### everything, end to end on a real Docker engine; a part: SUITE=unit, SUITE=e2e/topics
	@scripts/node-modules && scripts/node-modules offline/console && $(typescript) scripts/checks/test.ts $(if $(filter undefined,$(origin SUITE)),,"$$SUITE")

test-main: ### the checks, and the life of a platform on Docker: before a commit
	@scripts/node-modules && scripts/node-modules offline/console && $(typescript) scripts/checks/main.ts && $(typescript) scripts/checks/test.ts e2e/docker-lifecycle

test-commands: ### the commands that need no engine, as a user runs them, on macOS too
	@scripts/node-modules && node_modules/.bin/jest --selectProjects commands

test-kubernetes: ### the Kubernetes target on the cluster of TEST_KUBECONFIG or, as root on Debian, on a single node that is built
	@scripts/with-stack staging --tools-only -- true
	@scripts/with-stack dev --project=pipelines --tools-only -- true
	@scripts/with-stack dev --tools-only -- scripts/with-cluster node_modules/.bin/jest --selectProjects e2e-kubernetes $(if $(TEST_KUBECONFIG),,offline-kubernetes)

bench: ### measure this project against Compose, docker run and kubectl, and how its cost grows: docs/benchmarks.md; ARGS='--rounds 3 --only docker'
	@[ -z "$$TEST_KUBECONFIG" ] || scripts/with-stack staging --tools-only -- true
	@scripts/with-stack dev --tools-only -- scripts/with-words ARGS $(typescript) bench/main.ts

drill: ### break a separate platform under load and count messages: docs/drill.md; ARGS='--seed 7 --faults 5'
	@scripts/with-stack dev --tools-only -- scripts/with-words ARGS bench/drill/run

soak: ### put a steady load on a separate platform: docs/soak.md; ARGS='--minutes 10 --rate 500'
	@scripts/with-stack dev --tools-only -- scripts/with-words ARGS $(typescript) bench/soak/main.ts

bench-topics: ### measure up to 1,000 topics against bare calls and Kafka's own tool, about five minutes; SIZES=10,100
	@scripts/with-stack dev --tools-only -- $(typescript) tests/bench/topics.ts

record-previews: ### record the previews that the comments are tested with, and rewrite the comments; CASES='topics secret'
	@scripts/with-stack staging --tools-only -- true
	@scripts/with-stack dev --tools-only -- scripts/with-words CASES $(typescript) tests/preview-comment/record.ts
	@UPDATE_COMMENTS=1 node_modules/.bin/jest --selectProjects unit --testPathPattern unit/scripts/review/comment
	@git --no-pager diff --stat -- tests/preview-comment

export-state-fixture: ### keep the state that a release leaves, for the test of upgrades; TARGET=docker
	@scripts/with-stack dev --tools-only -- $(typescript) tests/upgrade/export.ts "$$TARGET"

release: ### date the changelog, set the version, keep the state for the test of upgrades, commit and tag: VERSION=1.2.3
	@scripts/node-modules && scripts/with-words ARGS $(typescript) scripts/release/main.ts --version="$$VERSION"

test-recovery: ### every fault in docs/recovery.md on a real engine, counting messages; about 20 minutes
	@scripts/with-stack dev --tools-only -- node_modules/.bin/jest --selectProjects recovery --runInBand

config-reference: ### write docs/configuration.md and the schemas for editors from Pulumi.yaml
	@scripts/node-modules && $(typescript) scripts/generate/config-reference.ts

kafka-settings: ### generate the list of Kafka's settings from its own classes; FILE=kafka/settings/kafka.json
	@scripts/node-modules && $(typescript) scripts/generate/kafka-settings.ts $(if $(FILE),"$$FILE")

screenshots: ### take the pictures of the console in docs/images
	@scripts/with-stack dev --tools-only -- $(typescript) tests/browser/screenshots.ts

format: ### format the code
	@scripts/node-modules && node_modules/.bin/prettier --log-level warn --write .

clean: ### remove the state, stand-ins and settings of this checkout; refused while something is deployed
	@scripts/node-modules && $(typescript) scripts/setup/clean.ts
