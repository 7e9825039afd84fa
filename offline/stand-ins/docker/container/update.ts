import type Docker from "dockerode";
import type { Properties } from "../../../../provider/sdk/value";
import { explained } from "../daemon";
import { resources, restartPolicy } from "./create-options";

/** What Docker can change on a container. Every other update changes only the state. */
const effective = [
  "cpuSet",
  "cpuShares",
  "maxRetryCount",
  "memory",
  "memoryReservation",
  "memorySwap",
  "restart",
];

/** Updates a container as far as Docker can. */
export async function updateContainer(
  docker: Docker,
  id: string,
  prior: Properties,
  planned: Properties,
): Promise<Properties> {
  if (effective.some((name) => prior[name] !== planned[name])) {
    await explained(
      "Unable to update a container",
      docker
        .getContainer(id)
        .update({ ...resources(planned), RestartPolicy: restartPolicy(planned) }),
    );
  }
  return {};
}
