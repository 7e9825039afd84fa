import type { Connection } from "../targets/connection";

/**
 * Guards against a state that belongs to another cluster than the one that answers, for example after a volume
 * was lost or another platform took over the address: changes would be made to the wrong cluster.
 *
 * @param expected The cluster in the state; undefined if the state has none yet.
 * @throws Error that names both clusters and what to do.
 */
export function refuseOtherCluster(
  connection: Connection,
  expected: string | undefined,
  clusterId: string,
): void {
  if (expected === undefined || expected === clusterId) return;
  throw new Error(otherClusterProblem(connection, expected, clusterId));
}

/** Says which cluster answers instead of the expected one, and what to do. */
export function otherClusterProblem(
  connection: Connection,
  expected: string,
  clusterId: string,
): string {
  return (
    `The cluster at ${connection.addresses.join(", ")} has the id ${clusterId}, but the stack's topics are on ${expected}. ` +
    "Restore the brokers' and ZooKeeper's data. If it was removed on purpose, remove the old cluster from the state " +
    "with `pulumi state delete --target-dependents` and the URN of the kafka-platform:kafka:Cluster that " +
    "`pulumi stack --show-urns` lists, and run `pulumi up` again. No topic was touched."
  );
}
