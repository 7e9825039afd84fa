import type { FoundVolume } from "../targets/target";

/** The data of a platform that exists before anything is deployed. */
export interface ExistingData {
  readonly ensemble: readonly FoundVolume[];
  readonly brokers: readonly FoundVolume[];
  /** Volumes that the wanted servers and brokers need and that do not exist. */
  readonly missing: {
    readonly ensemble: readonly MissingVolume[];
    readonly brokers: readonly MissingVolume[];
  };
  /** The command that removes all of it. */
  readonly removal: string;
}

/** A volume that would be created empty. */
export type MissingVolume = Pick<FoundVolume, "name" | "replica">;

/** The volumes that a smaller number of brokers would leave behind. */
export interface SurplusData {
  readonly volumes: readonly FoundVolume[];
  /** The command that removes them. */
  readonly removal: string;
}

/** The key under which an ensemble's volumes record how many servers it has. */
export const serversMark = "servers";
/** The key under which a broker's volume records how many brokers there were when it was created. */
export const brokersMark = "brokers";

/**
 * Says why brokers' data would be lost with a new ensemble, or undefined. Kafka's data names the cluster,
 * whose id ZooKeeper keeps. Brokers' volumes are created only after the ensemble is ready, so an interrupted
 * deployment never leaves only those. A volume without the mark may be an empty one that somebody has prepared.
 */
export function lostEnsembleProblem(data: ExistingData): string | undefined {
  const orphans = used(data.brokers);
  if (data.ensemble.length > 0 || orphans.length === 0) return undefined;
  return (
    `the brokers' data exists (${names(orphans)}), but the ZooKeeper data that belongs to it is gone: an ` +
    "empty ensemble would be another cluster, and no broker would start. Restore ZooKeeper's volumes, or " +
    `remove what is left: ${data.removal}; nothing was changed`
  );
}

/** Says why an ensemble of this size must not start with the existing data, or undefined. */
export function otherEnsembleProblem(data: ExistingData, servers: number): string | undefined {
  const recorded = data.ensemble.flatMap(({ origin }) => Number(origin[serversMark] ?? []) || []);
  // Releases before this one recorded nothing; with them, every server has left its volumes.
  const made =
    recorded.length > 0 ? recorded : [Math.max(...data.ensemble.map(({ replica }) => replica))];
  const other = made.find((each) => each !== servers);
  if (data.ensemble.length === 0 || other === undefined) return undefined;
  return (
    `zookeepers is ${servers}, but the data in ${names(data.ensemble)} was made by an ensemble of ${other}: ` +
    "servers that start without the data could outvote those that have it. Set it to " +
    `${other}, or remove all of the data together: ${data.removal}; nothing was changed`
  );
}

/** Says why so few brokers must not start with the existing data, or undefined. */
export function surplusProblem(
  { volumes, removal }: SurplusData,
  brokers: number,
): string | undefined {
  if (volumes.length === 0) return undefined;
  const most = Math.max(...volumes.map(({ replica }) => replica));
  return (
    `brokers is ${brokers}, but there is data of brokers above ${brokers} in ${names(volumes)}: their partitions ` +
    `would be missing. Set it to ${most}; or, if their partitions were moved away before, remove ` +
    `these volumes: ${removal}; no broker was touched`
  );
}

/** The volumes that brokers have started with: empty ones that somebody has prepared have no mark. */
export function used(brokers: readonly FoundVolume[]): FoundVolume[] {
  return brokers.filter(({ origin }) => brokersMark in origin);
}

/** Lists volumes for a message. */
export function names(volumes: readonly MissingVolume[]): string {
  return volumes.map(({ name }) => name).join(", ");
}
