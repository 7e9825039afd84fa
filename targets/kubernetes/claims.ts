import * as kubernetes from "@pulumi/kubernetes";
import { originMarks } from "../origin";
import type { VolumeArgs, WorkloadArgs } from "../target";
import type { ControllerContext } from "./controller";
import { claimName, replicaIndexes } from "./names";

type Claim = kubernetes.types.input.core.v1.PersistentVolumeClaim;
type Spec = kubernetes.types.input.core.v1.PersistentVolumeClaimSpec;

/**
 * What a claim keeps for good. The provider would replace it, and the data would go: a change that asks for
 * it is refused before, where the cluster or the state tells.
 */
export const lastingFields = [
  "spec.accessModes",
  "spec.selector",
  "spec.storageClassName",
  "spec.volumeMode",
  "spec.volumeName",
];

/**
 * Declares the claims of a workload's pods, under the names that its StatefulSet expects, so that they can grow
 * in place: the templates of a StatefulSet never change. Claims that an earlier release's StatefulSet made, or that
 * a destroy left, are taken over.
 */
export function declareClaims(
  name: string,
  { host, replicas, volumes }: WorkloadArgs,
  context: ControllerContext,
): kubernetes.core.v1.PersistentVolumeClaim[] {
  return replicaIndexes(replicas).flatMap((index) =>
    volumes.map(
      (volume) =>
        new kubernetes.core.v1.PersistentVolumeClaim(
          `${name}-${index}-${volume.name}`,
          {
            metadata: {
              ...context.metadata,
              name: claimName(volume.name, host, index),
              annotations: {
                ...originMarks(volume.origin ?? {}),
                // Whoever made the claim still owns its fields, for the API server.
                "pulumi.com/patchForce": "true",
                // Pods prove that their volumes are there; a claim may have none before its pod.
                "pulumi.com/skipAwait": "true",
              },
            },
            spec: claimSpec(volume, context),
          },
          {
            parent: context.parent,
            provider: context.adopting,
            dependsOn: context.guards,
            ignoreChanges: lastingFields,
            retainOnDelete: volume.retain,
            protect: volume.protect,
          },
        ),
    ),
  );
}

/** From what a StatefulSet would make the claims that are not there. */
export function claimTemplates({ volumes }: WorkloadArgs, context: ControllerContext): Claim[] {
  return volumes.map((volume) => ({
    metadata: { name: volume.name },
    spec: claimSpec(volume, context),
  }));
}

function claimSpec(
  { sizeGiB }: VolumeArgs,
  { storageClass }: Pick<ControllerContext, "storageClass">,
): Spec {
  return {
    accessModes: ["ReadWriteOnce"],
    ...(storageClass && { storageClassName: storageClass }),
    resources: { requests: { storage: `${sizeGiB}Gi` } },
  };
}
