import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../common/user-error";
import type { PlatformPlace } from "../../program/place";
import { projectName as platformProject } from "../../settings/files/project-name";

/** What the pipelines know of the platform: outputs of its stack, and nothing else. */
export interface Platform {
  /** Full name of its stack. */
  readonly stack: string;
  readonly place: PlatformPlace;
  /** The brokers, as other containers or pods reach them. */
  readonly bootstrap: string;
  /** Names of the declared topics. */
  readonly topics: readonly string[];
}

/**
 * Reads the outputs of the platform's stack.
 *
 * @param given The stack's name; empty: the one with the name of this stack.
 * @throws UserError if there is no such stack, or nothing is deployed in it.
 */
export async function readPlatform(given: string): Promise<Platform> {
  const stack = fullName(given || pulumi.getStack());
  await refuseMissing(stack);
  const reference = new pulumi.StackReference("platform", { name: stack });
  const [place, bootstrap, topics] = await Promise.all(
    ["place", "bootstrapInside", "topics"].map((name) => reference.getOutputDetails(name)),
  );
  return {
    stack,
    place: (place?.secretValue ?? place?.value) as PlatformPlace,
    bootstrap: bootstrap?.value as string,
    topics: (topics?.value ?? []) as string[],
  };
}

/** The engine's own error for a missing stack names neither the key nor the command that helps. */
async function refuseMissing(stack: string): Promise<void> {
  const short = stack.split("/").at(-1);
  const command = `make up${short === "dev" ? "" : ` STACK=${short}`}`;
  const outputs = await pulumi.runtime
    .invoke("pulumi:pulumi:readStackOutputs", { name: stack })
    .then(({ outputs: found }: { outputs?: object }) => found ?? {})
    .catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw new UserError(
        `The stack ${stack} of the platform cannot be read: ${reason.split("\n")[0]}\n` +
          `Deploy it first with \`${command}\`, or set kafka-pipelines:platformStack; nothing was changed.`,
      );
    });
  if ("place" in outputs) return;
  const why =
    Object.keys(outputs).length === 0
      ? "Nothing is deployed in"
      : "An earlier release deployed, without saying where it is,";
  throw new UserError(
    `${why} the stack ${stack} of the platform. Run \`${command}\` first; nothing was changed.`,
  );
}

function fullName(name: string): string {
  const parts = name.split("/");
  if (parts.length === 3) return name;
  const [organization, stack] = parts.length === 2 ? parts : [pulumi.getOrganization(), name];
  return `${organization}/${platformProject}/${stack}`;
}
