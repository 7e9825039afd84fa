import type { Reach } from "../../targets/reach";
import { waitForCluster } from "../cluster";
import { refuseOtherCluster } from "../cluster-id";
import type { Handler } from "./handler";

interface ClusterInputs {
  readonly reach: Reach;
  readonly brokers: number;
  readonly instances: readonly string[];
}

/** Serves `kafka-platform:kafka:Cluster`. */
export const clusterHandler: Handler<ClusterInputs, { readonly clusterId: string }> = {
  inputs: ["reach", "brokers", "instances"],
  outputs: ["clusterId"],
  apply: async ({ reach, brokers }, before) => {
    const { clusterId } = await waitForCluster(reach, brokers);
    refuseOtherCluster(reach, before?.clusterId, clusterId);
    return { clusterId };
  },
};
