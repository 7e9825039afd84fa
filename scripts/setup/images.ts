import { UserError } from "../../common/user-error";
import { buildImages } from "./build-images";
import { capture } from "./process";
import { buildHint, isBuildChosen, mayReplace } from "./choose-build";
import { mayInstall } from "./places";
import { pull, registryOf } from "./pull";
import { isKnownUnreachable, rememberUnreachable } from "./reachable";
import type { Announce, Outcome } from "./report";
import type { StackConfig } from "./stack-config";
import { otherVersionHint, standInFor } from "./stand-ins";

/** Values that replace the stack's to make it use images that are available. */
export type Replacements = Readonly<Record<string, string>>;

/** The substitute for an image that is not available. */
interface Substitute {
  readonly key: string;
  /** The image that is built instead. */
  readonly value: string;
}

/**
 * Finds or gets the images of a stack: on the engine, with a pull, or with a build from package registries,
 * which can replace only the default images, not other versions of them.
 *
 * @throws UserError that names the key of an image that was chosen and is not available.
 */
export async function images(
  config: StackConfig,
  announce: Announce,
): Promise<Outcome<Replacements>> {
  const deployed = config.project.images.filter(
    ({ switchedBy }) => switchedBy === undefined || String(config.get(switchedBy)) !== "false",
  );
  const keys = [...new Set(deployed.map(({ key }) => key))];
  const found = await Promise.all(keys.map((key) => find(key, config, announce)));
  const substitutes = found.filter((each) => typeof each !== "string");
  const builds = substitutes.map(({ value }) => value);
  const built = builds.length > 0 ? await buildImages(builds, announce) : "";
  return {
    taken: [
      ...found.filter((each) => typeof each === "string"),
      ...(builds.length > 0 ? [`${listed(builds)} ${built}`] : []),
    ].join(", "),
    value: Object.fromEntries(substitutes.map(({ key, value }) => [key, value])),
  };
}

/** The image of a key, with the way it was obtained, or its substitute. */
async function find(
  key: string,
  config: StackConfig,
  announce: Announce,
): Promise<string | Substitute> {
  const image = String(config.get(key));
  if ((await capture("docker", ["image", "inspect", "--format", "{{.Id}}", image])).code === 0) {
    return image;
  }
  const standIn = standInFor(image);
  const substitute = standIn && { key, value: standIn.image };
  const registry = `${registryOf(image)} from ${process.env.DOCKER_HOST ?? "here"}`;
  if (substitute && (isBuildChosen() || (mayInstall() && isKnownUnreachable(registry)))) {
    return substitute;
  }
  const problem = await pull(
    image,
    () => announce(`pulling ${image}`),
    (cause) => announce(`${image}: ${cause}; trying again`),
  );
  if (problem === undefined) return `${image}, pulled`;
  if (substitute && problem.kind === "unreachable" && mayInstall()) {
    rememberUnreachable(registry);
    announce(
      `${registryOf(image)} is out of reach (${problem.message}): building ${standIn.image}`,
    );
    return substitute;
  }
  if (substitute && (await asked(() => mayReplace(image, problem.message)))) return substitute;
  const hint = substitute ? buildHint() : `\n${otherVersionHint(image)}`.trimEnd();
  throw new UserError(
    `The image ${image} of ${config.project.name}:${key} is not available: ${problem.message}\n` +
      "Log in to its registry (docker login), load it (docker load), or set the key to another image." +
      hint,
  );
}

let earlier: Promise<unknown> = Promise.resolve();

/** Asks one question after the other, because images are looked for at the same time. */
function asked(question: () => Promise<boolean>): Promise<boolean> {
  const answer = earlier.then(question);
  earlier = answer.catch(() => undefined);
  return answer;
}

function listed(names: readonly string[]): string {
  return [names.slice(0, -1).join(", "), names.at(-1)].filter((each) => each !== "").join(" and ");
}
