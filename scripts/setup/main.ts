import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { UserError } from "../../common/user-error";
import { requireProjectName } from "../../settings/files/project-name";
import { yamlOf } from "../../settings/files/yaml-file";
import {
  type Backend,
  chooseBackend,
  ensureStack,
  localPassphrase,
  refuseLostState,
} from "./backend";
import { engine } from "./engine";
import { pathWith, shellExports } from "./environment";
import { images } from "./images";
import { type Plugin, plugin, pluginFor } from "./plugin";
import { root } from "./places";
import { platform, projectNamed } from "./project";
import { pulumiCli } from "./pulumi-cli";
import { checkPassphrase } from "./passphrase";
import { part } from "./report";
import { StackConfig } from "./stack-config";
import { runScript } from "../terminal/run-script";

type Environment = Record<string, string>;

/**
 * Gets everything that a command on a stack needs before Pulumi runs, and prints the environment to
 * run it in as shell commands.
 *
 * Usage: setup.ts STACK [--project=pipelines] [--keep-images | --without-images] [--without-engine] [--tools-only]
 *   --project         the Pulumi project whose stack it is: platform (the default) or pipelines
 *   --keep-images     uses the images that the last set-up found: for commands that run no container
 *   --without-images  uses the images that the stack names, available or not: for previews
 *   --without-engine  works without a Docker engine: for commands that only read the state
 *   --tools-only      leaves backend and stack alone, because tests use their own
 *   --state-may-go    uses the checkout's own state even in a CI job: for commands that change nothing
 */
async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      project: { type: "string", default: "platform" },
      "keep-images": { type: "boolean" },
      "without-images": { type: "boolean" },
      "without-engine": { type: "boolean" },
      "tools-only": { type: "boolean" },
      "state-may-go": { type: "boolean" },
    },
  });
  const [stack] = positionals;
  if (stack === undefined) throw new UserError("usage: setup.ts STACK [OPTION]");
  const project = yamlOf("Pulumi.yaml", readFileSync(join(root, "Pulumi.yaml")));
  if (!values["tools-only"]) requireProjectName(String(project.get("name")));
  const backend = chooseBackend(process.env);
  if (!values["tools-only"] && !values["state-may-go"]) refuseLostState(backend, process.env);
  const config = new StackConfig(stack, backend, projectNamed(values.project));
  const { done, refused } = config.carryOver();
  for (const each of [...done, ...refused])
    process.stderr.write(`${"configuration".padEnd(19)}${each}\n`);
  const findImages = values["without-images"]
    ? "never"
    : values["keep-images"] && config.isCurrent
      ? "found"
      : "now";
  // The other commands do not run the program.
  if (!values["tools-only"] && !values["keep-images"] && !values["without-engine"])
    config.refuseOversized();
  // It takes as long as a part of the tools.
  const passphrase =
    backend.isLocal && !values["tools-only"]
      ? checkPassphrase(config.salt, process.env, localPassphrase)
      : undefined;
  const [environment] = await Promise.all([
    tools(config, findImages, !values["without-engine"]),
    passphrase,
  ]);
  environment.PULUMI_OPTION_CONFIG_FILE = config.path;
  if (!values["tools-only"]) {
    Object.assign(environment, await state(stack, backend, config, environment));
    environment.PATH = pathWith(join(root, "scripts/shell"), environment.PATH ?? "");
  }
  process.stdout.write(shellExports(environment));
}

/** Whether a target runs its containers on this machine's engine, which then must have their images. */
const needsEngine: Readonly<Record<Plugin, boolean>> = { docker: true, kubernetes: false };

/** Everything except the state. */
async function tools(
  config: StackConfig,
  findImages: "now" | "found" | "never",
  withEngine: boolean,
): Promise<Environment> {
  const target = pluginFor(targetOf(config));
  // What only the user can fix comes before what takes minutes.
  const engineEnvironment =
    needsEngine[target] && withEngine ? await part("Docker engine", engine) : {};
  Object.assign(process.env, engineEnvironment);
  if (findImages === "never") config.write({});
  if (findImages === "found") config.refresh();
  if (findImages === "now") {
    config.write(
      needsEngine[target] ? await part("images", (announce) => images(config, announce)) : {},
    );
  }
  const pulumi = await part("Pulumi", pulumiCli);
  const pluginEnvironment = await part(`${target} plugin`, (announce) =>
    plugin(target, pulumi, announce),
  );
  return {
    PATH: pathWith(pulumi, process.env.PATH ?? ""),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    ...engineEnvironment,
    ...pluginEnvironment,
  };
}

/** Where a stack is deployed: pipelines are where the stack of their platform is. */
function targetOf(config: StackConfig): unknown {
  if (config.project === platform) return config.get("target");
  const named = String(config.get("platformStack"));
  return new StackConfig(named === "" ? config.stack : named, config.backend).get("target");
}

/** The state: its backend, and the stack in it. */
async function state(
  stack: string,
  backend: Backend,
  config: StackConfig,
  environment: Environment,
): Promise<Environment> {
  return part("state", async () => {
    const all = { ...process.env, ...environment, ...backend.environment };
    const isNew = await ensureStack(stack, backend, config, all);
    const local = [...config.local.keys()].map((key) => key.split(":")[1]).join(", ");
    return {
      taken:
        `${isNew === "new" ? "new stack" : "stack"} ${stack} in ${backend.description}` +
        (local === ""
          ? ""
          : `; secrets of this state, only in ${relative(root, config.path)}: ${local}`),
      value: { ...backend.environment, PULUMI_STACK: stack },
    };
  });
}

runScript(main);
