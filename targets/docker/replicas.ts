import { createHash } from "node:crypto";
import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { WorkloadArgs } from "../target";
import { containerArgs, type ContainerContext, declareContainer } from "./container";
import type { WatchedContainers } from "../readiness/watched";
import { replicaName } from "./names";

/**
 * Declares the containers of a workload's replicas: together or, if each has to wait for its turn, one after the other.
 * A turn depends on the previous container, and the next container on the turn, only for the order: none of them is
 * replaced because another is.
 */
export function declareReplicas(
  name: string,
  args: WorkloadArgs,
  context: ContainerContext,
): docker.Container[] {
  const containers: docker.Container[] = [];
  for (let index = 0; index < args.replicas; index++) {
    const own = containerArgs(name, index, args, context);
    const before = containers.at(-1);
    const turn = args.beforeReplica?.({
      index,
      // Does not include the previous container: if only that one is replaced, this one keeps running.
      trigger: fingerprint(own),
      dependsOn: [...(context.dependsOn ?? []), ...(before ? [before] : [])],
      ...(index > 0 && { before: watchedContainers(args, context.namePrefix, [index - 1]) }),
    });
    const dependsOn = [...(context.dependsOn ?? []), ...(turn ? [turn] : [])];
    containers.push(declareContainer(replicaName(name, index), own, { ...context, dependsOn }));
  }
  return containers;
}

/**
 * How to look at the containers of a workload.
 *
 * @param indexes The replicas to look at, from 0. Default: all.
 */
export function watchedContainers(
  { host, replicas, health }: Pick<WorkloadArgs, "host" | "replicas" | "health">,
  namePrefix: string,
  indexes = Array.from({ length: replicas }, (_, index) => index),
): WatchedContainers {
  return {
    via: "docker",
    containers: indexes.map((index) => `${namePrefix}${replicaName(host, index)}`),
    restartSeconds: health.restartSeconds ?? 0,
  };
}

/** Changes whenever the container's arguments do, and so before it is replaced. */
function fingerprint(args: docker.ContainerArgs): pulumi.Output<string> {
  return pulumi
    .output(args)
    .apply((known) =>
      createHash("sha256").update(JSON.stringify(known)).digest("hex").slice(0, 16),
    );
}
