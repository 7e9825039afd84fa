import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Port, WorkloadArgs } from "../target";
import type { CompleteKubernetesArgs } from "./args";
import { type ControllerContext, objectOptions } from "./controller";
import { podLabels, replicaIndexes } from "./names";

/** Whether a port is opened to clients outside the cluster, at the same number on every node or at a load balancer. */
export function isOpened(
  { published, localOnly }: Pick<Port, "published" | "localOnly">,
  { external }: Pick<CompleteKubernetesArgs, "external">,
): boolean {
  return external !== "none" && published !== undefined && !localOnly;
}

/**
 * Declares the Services that open a workload's ports to clients outside the cluster: one per replica if replicas have
 * names of their own, so that a client reaches exactly the replica whose address it was given.
 */
export function declareExternalServices(
  name: string,
  args: WorkloadArgs,
  context: ControllerContext,
): pulumi.Resource[] {
  const hasNames = args.volumes.length > 0;
  const replicas = replicaIndexes(hasNames ? args.replicas : 1);
  // The API server refuses them for node ports.
  const ranges = context.external === "loadBalancer" ? context.externalSourceRanges : [];
  const opened = args.ports.filter((port) => isOpened(port, context));
  return opened.flatMap(({ name: port, number, published = number, incrementPerReplica }) =>
    replicas.map((index) => {
      const own = `${args.host}-${index}-${port}`;
      return new kubernetes.core.v1.Service(
        `${name}-${index}-${port}`,
        {
          metadata: {
            ...context.metadata,
            name: own,
            annotations: {
              ...context.externalAnnotations(String(index + 1)),
              // The pods are awaited by their StatefulSet.
              "pulumi.com/skipAwait": "true",
            },
          },
          spec: {
            type: context.external === "nodePort" ? "NodePort" : "LoadBalancer",
            selector: {
              ...podLabels(args.host),
              ...(hasNames && {
                "statefulset.kubernetes.io/pod-name": `${args.host}-${index}`,
              }),
            },
            // Any node accepts the connection, no matter which node the pod is on.
            externalTrafficPolicy: "Cluster",
            ...(ranges.length > 0 && { loadBalancerSourceRanges: [...ranges] }),
            ports: [
              {
                name: port,
                port: published + index,
                targetPort: incrementPerReplica ? number + index : number,
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
