import * as kubernetes from "@pulumi/kubernetes";
import { originMarks } from "../origin";
import type { VolumeArgs, WorkloadArgs } from "../target";
import type { ControllerContext } from "./controller";
import { claimName, replicaIndexes } from "./names";

type Claim = kubernetes.types.input.core.v1.PersistentVolumeClaim;
type Spec = kubernetes.types.input.core.v1.PersistentVolumeClaimSpec;

/**
 * The fields of a claim that can never change. The provider would replace the claim, and the data would be lost: a
 * change that needs this is refused earlier, if the cluster or the state shows it.
 */
export const lastingFields = [
  "spec.accessModes",
  "spec.selector",
  "spec.storageClassName",
  "spec.volumeMode",
  "spec.volumeName",
];

/**
 * Declares the claims of a workload's pods, under the names that its StatefulSet expects, so that they can grow in
 * place: the templates of a StatefulSet never change. Claims that an earlier release's StatefulSet created, or that a
 * destroy left, are taken over.
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
                // For the API server, the creator of the claim still owns its fields.
                "pulumi.com/patchForce": "true",
                // Pods prove that their volumes exist; a claim may have no volume before its pod.
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

/** The templates from which a StatefulSet would create missing claims. */
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
