import type { VolumeArgs } from "../../targets/target";

/** What the volumes of each workload hold, by its host: from it, data that a destroyed stack has left is found. */
export const stored = {
  "object-store": ["data"],
  "streaming-job": ["work"],
  "batch-job": ["work"],
  postgres: ["data"],
  nifi: ["data", "conf", "state", "database", "flowfile", "content", "provenance"],
  prefect: ["data"],
} as const;

/** A workload that stores something. */
export type Storing = keyof typeof stored;

/** A volume of a workload; which one, {@link stored} knows. */
export function storedVolume<Host extends Storing>(
  _host: Host,
  name: (typeof stored)[Host][number],
  rest: Pick<VolumeArgs, "path" | "sizeGiB" | "retain">,
): VolumeArgs {
  return { name, ...rest, protect: false };
}
