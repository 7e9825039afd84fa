import Docker from "dockerode";
import { originOf } from "../origin";
import type { FoundVolume } from "../target";
import { volumeName } from "./names";

/** A volume on the engine. */
export interface EngineVolume {
  readonly name: string;
  /** The engine says null where there are none. */
  readonly labels: Readonly<Record<string, string>> | null;
}

/** The engine's volumes, whoever made them; undefined where it does not say. */
export async function listVolumes(): Promise<EngineVolume[] | undefined> {
  try {
    const { Volumes } = await new Docker().listVolumes();
    return Volumes.map((volume) => ({ name: volume.Name, labels: volume.Labels }));
  } catch {
    return undefined;
  }
}

/** Those that a workload's replicas would take for their own, by their exact names. */
export function volumesOf(
  volumes: readonly EngineVolume[],
  host: string,
  contents: readonly string[],
  namePrefix: string,
): FoundVolume[] {
  return contents.flatMap((content) => {
    const first = volumeName(host, content, 0, namePrefix);
    return volumes.flatMap(({ name, labels }) => {
      const number = name === first ? 1 : Number(name.slice(first.length + 1));
      // Only what `volumeName` makes of the number, such as `kafka-data-2`, never `kafka-data-02`.
      const isOwn =
        Number.isInteger(number) &&
        number > 0 &&
        name === volumeName(host, content, number - 1, namePrefix);
      return isOwn ? [{ name, replica: number, origin: originOf(labels) }] : [];
    });
  });
}
