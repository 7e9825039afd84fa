import { UserError } from "../../user-error";
import { buildImages, builtImage } from "./build-images";
import { capture } from "./process";
import { pull, registryOf } from "./pull";
import { isKnownUnreachable, rememberUnreachable } from "./reachable";
import type { Announce, Outcome } from "./report";
import type { StackConfig } from "./stack-config";

/** Values to put in place of the stack's, so that it goes by images that can be had. */
export type Replacements = Readonly<Record<string, string | boolean>>;

/** What stands in for an image that cannot be had. */
interface Substitute {
  readonly key: string;
  /** Another image, or false to leave out what needs the image. */
  readonly value: string | false;
}

/**
 * Finds or gets the images of a stack: those on the engine, by a pull, or by a build from package
 * registries, which only some default images have. Kafka UI is left out where its default image
 * cannot be had.
 *
 * @throws UserError that names the key of an image that was chosen and cannot be had.
 */
export async function images(
  config: StackConfig,
  announce: Announce,
): Promise<Outcome<Replacements>> {
  const hasUi = String(config.get("kafkaUi")) === "true";
  const keys = ["zookeeperImage", "brokerImage", ...(hasUi ? ["kafkaUiImage"] : [])];
  const found = await Promise.all(keys.map((key) => find(key, config, announce)));
  const substitutes = found.filter((each) => typeof each !== "string");
  const builds = substitutes.flatMap(({ value }) => (value === false ? [] : [value]));
  const built = builds.length > 0 ? await buildImages(builds, announce) : "";
  return {
    taken: [
      ...found.filter((each) => typeof each === "string"),
      ...(builds.length > 0 ? [`${builds.join(" and ")} ${built}`] : []),
      ...(builds.length < substitutes.length ? ["no Kafka UI, its image is out of reach"] : []),
    ].join(", "),
    value: Object.fromEntries(substitutes.map(({ key, value }) => [key, value])),
  };
}

/** The image of a key, with the way it was got, or what stands in for it. */
async function find(
  key: string,
  config: StackConfig,
  announce: Announce,
): Promise<string | Substitute> {
  const image = String(config.get(key));
  if ((await capture("docker", ["image", "inspect", "--format", "{{.Id}}", image])).code === 0) {
    return image;
  }
  const substitute = substituteFor(key, image, config);
  const registry = `${registryOf(image)} from ${process.env.DOCKER_HOST ?? "here"}`;
  if (substitute && isKnownUnreachable(registry)) return substitute;
  const problem = await pull(image, () => {
    announce(`pulling ${image}`);
  });
  if (problem === undefined) return `${image}, pulled`;
  if (!substitute) {
    throw new UserError(
      `The image ${image} of kafka-platform:${key} cannot be had: ${problem}\n` +
        "Log in to its registry (docker login), load it (docker load), or set the key to another image.",
    );
  }
  rememberUnreachable(registry);
  return substitute;
}

function substituteFor(key: string, image: string, config: StackConfig): Substitute | undefined {
  const built = builtImage(image);
  if (built !== undefined) return { key, value: built };
  const isDefaultUi = key === "kafkaUiImage" && image === config.defaultOf(key);
  return isDefaultUi ? { key: "kafkaUi", value: false } : undefined;
}
