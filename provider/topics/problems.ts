import { isDeepStrictEqual } from "node:util";
import type { Connection } from "../../targets/connection";
import { otherClusterProblem } from "../../kafka/cluster-id";
import { ForeignCluster, type OwnClusterId } from "../../kafka/own-cluster";
import { readTopicsForPreview } from "../../kafka/topics/read-for-preview";
import type { TopicsChange } from "./change";
import { diffInputs, planForPreview } from "./preview";

/** Where the brokers are. */
export interface Whereabouts {
  /** How they are reached after an update. */
  readonly now: Connection;
  /** How they are reached before it, if they exist. */
  readonly before: Connection | undefined;
  /** The cluster that they form, according to the state; undefined if it has none. */
  readonly clusterId?: string | undefined;
  /** Asks the brokers themselves. Absent if nothing else can answer in their place. */
  readonly ownId?: OwnClusterId | undefined;
}

/**
 * Says why a change of topics must not be made, before anything is touched: what the topics' own check would say
 * later, and whether another cluster answers than the one in the state. If nothing changes, no topic is read.
 */
export async function topicsProblems(
  { now, deployed }: TopicsChange,
  { now: coming, before: present = coming, clusterId: formed, ownId }: Whereabouts,
): Promise<string[]> {
  const before = deployed && { ...deployed, connection: present };
  const isSame =
    before && Object.keys(diffInputs(before, { ...now, connection: coming })).length === 0;
  const look = (connection: Connection) =>
    isSame ? askForId(connection) : planForPreview({ ...now, connection }, before).then(judge);
  let asked = coming;
  let found = await look(asked);
  // If the ports change, only the coming update publishes the new ones.
  if (found.clusterId === undefined && !isDeepStrictEqual(coming, present)) {
    asked = present;
    found = await look(asked);
  }
  const { clusterId, problems } = found;
  if (clusterId === undefined) return problems;
  const expected = deployed?.clusterId ?? formed;
  if (expected === undefined || expected === clusterId) return problems;
  return [await otherCluster(asked, { expected, clusterId, ownId })];
}

/** Says that another cluster answers: in place of the brokers, or because they have started from scratch. */
async function otherCluster(
  connection: Connection,
  {
    expected,
    clusterId,
    ownId,
  }: { expected: string; clusterId: string } & Pick<Whereabouts, "ownId">,
): Promise<string> {
  // Containers that no longer exist say nothing.
  const own = await ownId?.().catch(() => undefined);
  if (own !== undefined && own !== clusterId) {
    return new ForeignCluster(connection, clusterId, own).message;
  }
  return otherClusterProblem(connection, expected, clusterId);
}

interface Finding {
  /** Undefined if no broker answers. */
  readonly clusterId: string | undefined;
  readonly problems: string[];
}

async function askForId(connection: Connection): Promise<Finding> {
  const cluster = await readTopicsForPreview({
    connection,
    names: [],
    fewReplicas: { below: 0, except: [] },
  });
  return { clusterId: cluster?.clusterId, problems: [] };
}

function judge({ plan, clusterId }: Awaited<ReturnType<typeof planForPreview>>): Finding {
  return { clusterId, problems: [...plan.problems] };
}
