import { originOf } from "../origin";
import type { FoundVolume } from "../target";
import { volumeName } from "./names";
import { openEngine } from "./open-engine";
import { stackLabel } from "./own-label";

/** A volume on the engine. */
export interface EngineVolume {
  readonly name: string;
  /** The engine returns null if there are none. */
  readonly labels: Readonly<Record<string, string>> | null;
}

/** The engine's volumes, no matter who made them; undefined if the engine does not list them. */
export async function listVolumes(): Promise<EngineVolume[] | undefined> {
  try {
    const { Volumes } = await openEngine().listVolumes();
    return Volumes.map((volume) => ({ name: volume.Name, labels: volume.Labels }));
  } catch {
    return undefined;
  }
}

/**
 * Whether somebody else created a volume: a stack of this project labels each volume with the stack's name and the
 * volume's origin.
 */
export function isForeign({ labels }: EngineVolume): boolean {
  return labels?.[stackLabel] === undefined && Object.keys(originOf(labels)).length === 0;
}

/**
 * What a stack that knows of no platform does with volumes without a label: it takes them over. Release 0.1.0 did not
 * label its volumes, so nothing distinguishes them from those of others.
 */
export function describeForeign(names: readonly string[], stack: string): string {
  const [what, them] = names.length === 1 ? ["volume", "it"] : ["volumes", "them"];
  return (
    `the stack ${stack} takes over the ${what} ${names.join(", ")} of the Docker engine, with the data in ${them}. ` +
    `No label says which stack created ${them}: release 0.1.0 set none. If ${them === "it" ? "it is" : "they are"} not this stack's, set namePrefix and other ports`
  );
}

/** The volumes that a workload's replicas would use as their own, by their exact names. */
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
