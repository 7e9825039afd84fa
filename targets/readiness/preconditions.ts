import type * as pulumi from "@pulumi/pulumi";
import type { WorkloadOptions } from "../target";
import { Ready } from "./ready";
import type { Watched } from "./watched";

/**
 * Declares what must exist before the replicas of a workload are created or replaced: what the program demands, and the
 * wait for the workload that this one needs. That wait ends at once if no replica runs: they wait by themselves when
 * they start.
 *
 * @param own How to look at the replicas.
 */
export function declarePreconditions(
  name: string,
  own: pulumi.Input<Watched>,
  { needs, parent, dependsOn = [] }: WorkloadOptions,
): pulumi.Resource[] {
  if (!needs) return dependsOn;
  const { created, instances, watched, updateSeconds } = needs;
  const seconds = { createSeconds: updateSeconds, updateSeconds };
  return [
    ...dependsOn,
    new Ready(
      `${name}-before-restart`,
      { watched, instances, ...seconds, onlyFor: own },
      { parent, dependsOn: created, deletedWith: created[0] },
    ),
  ];
}
