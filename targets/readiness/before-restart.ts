import type * as pulumi from "@pulumi/pulumi";
import type { WorkloadOptions } from "../target";
import { Ready } from "./ready";
import type { Watched } from "./watched";

/**
 * Declares the wait for the workload that another one needs. It ends at once if no replica of the other one runs: these
 * wait by themselves when they start.
 *
 * @param own How to look at the replicas of the other one.
 * @returns What must exist before they are created or replaced.
 */
export function declareBeforeRestart(
  name: string,
  own: pulumi.Input<Watched>,
  { needs, parent }: WorkloadOptions,
): pulumi.Resource[] {
  if (!needs) return [];
  const { created, instances, watched, updateSeconds } = needs;
  const seconds = { createSeconds: updateSeconds, updateSeconds };
  return [
    new Ready(
      `${name}-before-restart`,
      { watched, instances, ...seconds, onlyFor: own },
      { parent, dependsOn: created, deletedWith: created[0] },
    ),
  ];
}
