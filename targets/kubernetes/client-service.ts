import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { WorkloadArgs } from "../target";
import { type ControllerContext, objectOptions } from "./controller";
import { clientService, podLabels } from "./names";
import { clientPorts } from "./stop";

/**
 * Declares the Service through which clients find any ready replica, and from which a replica learns why it is being
 * stopped. It depends on the controller, so a destroy deletes it first: replicas that all stop need not wait for one
 * another. A replica that is stopped while the Service exists is expected to come back.
 */
export function declareClientService(
  name: string,
  args: Pick<WorkloadArgs, "host" | "ports">,
  context: ControllerContext,
  controller: pulumi.Resource,
): kubernetes.core.v1.Service {
  return new kubernetes.core.v1.Service(
    `${name}-bootstrap`,
    {
      metadata: {
        ...context.metadata,
        name: clientService(args.host),
        // The pods are awaited by their StatefulSet.
        annotations: { "pulumi.com/skipAwait": "true" },
      },
      spec: {
        selector: podLabels(args.host),
        ports: clientPorts(args.ports).map(({ name: port, number }) => ({
          name: port,
          port: number,
        })),
      },
    },
    { ...objectOptions(context), dependsOn: [controller] },
  );
}
