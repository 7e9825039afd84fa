import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { copyFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { excerpt } from "../../common/excerpt";
import { UserError } from "../../common/user-error";
import { localFolder, sharedPulumiHome } from "./places";
import { capture } from "./process";
import type { StackConfig } from "./stack-config";

const localState = join(localFolder, "state");
const localUrl = pathToFileURL(localState).href;

/** Where the state of the stacks is. */
export interface Backend {
  /** Where it is, for people. */
  readonly description: string;
  /** What Pulumi needs in its environment to use it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Whether it is the folder of this checkout. */
  readonly isLocal: boolean;
}

/** Passphrase of the checkout's own state, unless the user sets one: it protects nothing. */
export const localPassphrase = "kafka-platform";

/** The backend that the user chose or is logged in to; if there is none, a folder of the checkout. */
export function chooseBackend(environment: NodeJS.ProcessEnv): Backend {
  const { PULUMI_BACKEND_URL: url, PULUMI_ACCESS_TOKEN: token } = environment;
  if (url && url !== localUrl) return { description: url, environment: {}, isLocal: false };
  const loggedInTo = token ? "Pulumi Cloud" : login(sharedPulumiHome(environment));
  if (!url && loggedInTo) return { description: loggedInTo, environment: {}, isLocal: false };
  const hasPassphrase =
    environment.PULUMI_CONFIG_PASSPHRASE !== undefined ||
    environment.PULUMI_CONFIG_PASSPHRASE_FILE !== undefined;
  return {
    description: `${localUrl}, as pulumi is not logged in`,
    environment: {
      PULUMI_BACKEND_URL: localUrl,
      ...(hasPassphrase ? {} : { PULUMI_CONFIG_PASSPHRASE: localPassphrase }),
    },
    isLocal: true,
  };
}

/**
 * Refuses the checkout's folder as the backend of a lasting state in a CI job: the runner throws the checkout away,
 * and the next job would find nothing to change or destroy. A backend that the job names, even `file://`, is accepted.
 *
 * @throws UserError with what to set.
 */
export function refuseLostState({ isLocal }: Backend, environment: NodeJS.ProcessEnv): void {
  const { CI: ci = "", PULUMI_BACKEND_URL: url } = environment;
  if (!isLocal || url || ["", "false", "0"].includes(ci.trim().toLowerCase())) return;
  throw new UserError(
    `This is a CI job (CI is ${excerpt(ci)}) without a backend: the state would be in the runner's checkout, which is ` +
      "thrown away, and nobody could change or destroy what was deployed. Set PULUMI_ACCESS_TOKEN (Pulumi Cloud), " +
      "or PULUMI_BACKEND_URL, such as s3://, gs:// or azblob://, with the bucket's credentials: see docs/review.md. " +
      "On a machine that keeps its files, PULUMI_BACKEND_URL=file:///a/folder is enough, if the folder exists.",
  );
}

function login(home: string): string | undefined {
  const path = join(home, "credentials.json");
  if (!existsSync(path) || statSync(path).size === 0) return undefined;
  try {
    const credentials = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
    if ("accessTokens" in credentials || "current" in credentials) {
      return (credentials.current as string | undefined) ?? undefined;
    }
  } catch {
    // Not JSON: Pulumi may keep its credentials encrypted.
  }
  return "the one that pulumi is logged in to";
}

/** Creates the stack if it is missing. */
export async function ensureStack(
  stack: string,
  backend: Backend,
  config: StackConfig,
  environment: NodeJS.ProcessEnv,
): Promise<"new" | "there"> {
  const state = join(
    localState,
    ".pulumi",
    "stacks",
    config.project.name,
    `${basename(stack)}.json`,
  );
  if (backend.isLocal && existsSync(state)) return "there";
  // Pulumi does not create this folder. A command that was refused before has left nothing.
  if (backend.isLocal) mkdirSync(localState, { recursive: true });
  // Pulumi writes the stack's file into the project's folder, so the stack is created in another folder.
  const folder = join(localFolder, "new-stack");
  const file = join(folder, basename(config.path));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "Pulumi.yaml"), `name: ${config.project.name}\nruntime: nodejs\n`);
  copyFileSync(config.path, file);
  const args = ["stack", "select", "--create", stack, "--non-interactive", "--cwd", folder];
  const { code, stdout, stderr } = await capture("pulumi", args, {
    // The shell's environment may name the copy, which this command would write to.
    env: { ...environment, PULUMI_OPTION_CONFIG_FILE: undefined, PULUMI_STACK: undefined },
  });
  if (code !== 0) {
    throw new UserError(`The stack "${stack}" could not be selected or created:\n${stderr.trim()}`);
  }
  config.adopt(file);
  rmSync(file);
  return /created/i.test(stdout + stderr) ? "new" : "there";
}
