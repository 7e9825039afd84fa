import type { z } from "zod";
import { strictObject } from "../strict-object";

/** The workloads of the platform, by the names that they have on every target. */
export const workloads = ["zookeeper", "kafka", "kafka-ui"] as const;

/** The name of one workload. */
export type WorkloadName = (typeof workloads)[number];

/** What applies to every workload, and what applies to one. */
export type ByWorkload<Patch> = Readonly<Partial<Record<WorkloadName | "all", Patch>>>;

/** The form of a map with a patch per workload, and one for all of them. */
export function byWorkload<Patch extends z.ZodType>(patch: Patch, key: string) {
  const each = patch.optional();
  return strictObject({ all: each, zookeeper: each, kafka: each, "kafka-ui": each }, key);
}

/** Each patch with its path, and the workloads that it applies to. */
export function patches<Patch>(key: string, given: ByWorkload<Patch> = {}) {
  return [...workloads, "all" as const].flatMap((name) => {
    const patch = given[name];
    if (patch === undefined) return [];
    const at = /^\w+$/.test(name) ? `${key}.${name}` : `${key}["${name}"]`;
    return [{ at, patch, of: name === "all" ? workloads : [name] }];
  });
}
