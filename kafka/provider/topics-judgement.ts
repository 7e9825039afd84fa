import { isDeepStrictEqual } from "node:util";
import type { Reach } from "../../targets/reach";
import { refuseOtherCluster } from "../cluster-id";
import { explain } from "../connection";
import { peekAtTopics } from "../topics/peek";
import type { TopicsChange } from "../topics-change";
import { diffInputs, foresee } from "./topics-foresight";

/** How the brokers are reached after an update, and before it, where they are there. */
export interface Reaches {
  readonly now: Reach;
  readonly before: Reach | undefined;
}

/**
 * Says why a change of topics must not be carried out, before anything is touched: what the topics' own check says
 * later, and whether another cluster answers than the one that the state is about. Where nothing
 * changes, no topic is looked at.
 */
export async function topicsProblems(
  { now, deployed }: TopicsChange,
  { now: coming, before: present = coming }: Reaches,
): Promise<string[]> {
  const before = deployed && { ...deployed, reach: present };
  const isSame = before && Object.keys(diffInputs(before, { ...now, reach: coming })).length === 0;
  const look = (reach: Reach) =>
    isSame ? askForId(reach) : foresee({ ...now, reach }, before).then(judge);
  let found = await look(coming);
  // Other ports are published only by the update that is to come.
  if (found.clusterId === undefined && !isDeepStrictEqual(coming, present)) {
    found = await look(present);
  }
  const { clusterId, problems } = found;
  if (clusterId === undefined) return problems;
  try {
    refuseOtherCluster(present, deployed?.clusterId, clusterId);
    return problems;
  } catch (error) {
    return [explain(error)];
  }
}

interface Finding {
  /** Undefined where no broker answers. */
  readonly clusterId: string | undefined;
  readonly problems: string[];
}

async function askForId(reach: Reach): Promise<Finding> {
  const cluster = await peekAtTopics({ reach, names: [], fewCopies: { below: 0, except: [] } });
  return { clusterId: cluster?.clusterId, problems: [] };
}

function judge({ plan, clusterId }: Awaited<ReturnType<typeof foresee>>): Finding {
  return { clusterId, problems: [...plan.problems] };
}
