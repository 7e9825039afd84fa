import { unlessFailing } from "../../targets/readiness/wait";
import type { Watched } from "../../targets/readiness/watched";
import type { Connection } from "../../targets/connection";
import { waitForCluster } from "../../kafka/cluster";
import { refuseOtherCluster } from "../../kafka/cluster-id";
import { ownClusterId } from "../../kafka/own-cluster";
import { differingInputs, type Handler } from "../handler";

interface ClusterInputs {
  readonly connection: Connection;
  readonly brokers: number;
  /** The brokers' come last. */
  readonly instances: readonly string[];
  readonly timeoutSeconds: number;
  /** Absent in the state of earlier versions. */
  readonly watched?: readonly Watched[];
}

/** Serves `kafka-platform:kafka:Cluster`. */
export const clusterHandler: Handler<ClusterInputs, { readonly clusterId: string }> = {
  inputs: ["connection", "brokers", "instances", "timeoutSeconds", "watched"],
  outputs: ["clusterId"],
  diff: (before, now) => differingInputs(["connection", "brokers", "instances"], before, now),
  apply: async (
    { connection, brokers, instances, timeoutSeconds, watched = [] },
    before,
    _tell,
    signal,
  ) => {
    const ownId = ownClusterId(connection, instances.slice(-brokers));
    const { clusterId } = await unlessFailing(watched, signal, (either) =>
      waitForCluster(connection, brokers, timeoutSeconds, either, ownId),
    );
    refuseOtherCluster(connection, before?.clusterId, clusterId);
    return { clusterId };
  },
};
