import type { Reach } from "../../targets/reach";
import { waitForCluster } from "../cluster";
import { refuseOtherCluster } from "../cluster-id";
import { differingInputs, type Handler } from "./handler";

interface ClusterInputs {
  readonly reach: Reach;
  readonly brokers: number;
  readonly instances: readonly string[];
  readonly timeoutSeconds: number;
}

/** Serves `kafka-platform:kafka:Cluster`. */
export const clusterHandler: Handler<ClusterInputs, { readonly clusterId: string }> = {
  inputs: ["reach", "brokers", "instances", "timeoutSeconds"],
  outputs: ["clusterId"],
  diff: (before, now) => differingInputs(["reach", "brokers", "instances"], before, now),
  apply: async ({ reach, brokers, timeoutSeconds }, before, _tell, signal) => {
    const { clusterId } = await waitForCluster(reach, brokers, timeoutSeconds, signal);
    refuseOtherCluster(reach, before?.clusterId, clusterId);
    return { clusterId };
  },
};
