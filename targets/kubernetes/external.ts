import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { WorkloadArgs } from "../target";
import type { KubernetesTargetArgs } from "./args";
import { type ControllerContext, objectOptions } from "./controller";
import { podLabels } from "./names";

/** Whether the published ports of a workload are opened: of a stateful one, where the target opens any. */
export function opensPorts(
  { volumes }: Pick<WorkloadArgs, "volumes">,
  { external }: Pick<KubernetesTargetArgs, "external">,
): boolean {
  return external !== "none" && volumes.length > 0;
}

/**
 * Declares one Service a replica for each published port of a stateful workload, so that clients
 * outside the cluster reach the very replica whose address they were told.
 */
export function declareExternalServices(
  name: string,
  args: WorkloadArgs,
  context: ControllerContext,
): pulumi.Resource[] {
  if (!opensPorts(args, context)) return [];
  const replicas = Array.from({ length: args.replicas }, (_, index) => index);
  return args.ports.flatMap(({ name: port, number, published, growsWithReplica }) =>
    published === undefined
      ? []
      : replicas.map((index) => {
          const own = `${args.host}-${index}-${port}`;
          return new kubernetes.core.v1.Service(
            `${name}-${index}-${port}`,
            {
              metadata: {
                ...context.metadata,
                name: own,
                // The pods are awaited by their StatefulSet.
                annotations: { "pulumi.com/skipAwait": "true" },
              },
              spec: {
                type: context.external === "nodePort" ? "NodePort" : "LoadBalancer",
                selector: {
                  ...podLabels(args.host),
                  "statefulset.kubernetes.io/pod-name": `${args.host}-${index}`,
                },
                // A client must come to this pod alone, from wherever it is.
                externalTrafficPolicy: "Cluster",
                ports: [
                  {
                    name: port,
                    port: published + index,
                    targetPort: growsWithReplica ? number + index : number,
                    ...(context.external === "nodePort" && { nodePort: published + index }),
                  },
                ],
              },
            },
            objectOptions(context),
          );
        }),
  );
}
