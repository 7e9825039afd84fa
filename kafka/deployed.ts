import * as pulumi from "@pulumi/pulumi";
import { fullStackName } from "../stack-name";
import type { Reach } from "../targets/reach";
import type { DataPlace } from "./data-place";
import type { StorageLayoutInputs } from "./provider/storage-layout-handler";
import type { TopicsChange } from "./topics-change";

/** What the last update has left of this project's own resources, as the stack's state has it. */
export interface Deployed {
  readonly place?: DataPlace;
  readonly ensemble?: { readonly servers: number };
  readonly brokers?: { readonly reach: Reach; readonly brokers: number };
  readonly cluster?: {
    readonly clusterId: string;
    readonly brokers: number;
    /** Ids of what it runs in, the brokers' last. */
    readonly instances: readonly string[];
  };
  readonly topics?: TopicsChange["deployed"];
  readonly layout?: StorageLayoutInputs;
}

/** The function of the engine that the Node.js SDK had `listResourceOutputs` for. */
const readState = "pulumi:pulumi:readStackResourceOutputs";

/**
 * Reads the state of this stack, so that a change can be judged whichever resources a command is about: of one that
 * `--target` or `--exclude` leaves out, the engine does not even have the inputs checked.
 * A state must be there: the engine ends with an error of its own where a stack has none yet.
 *
 * @returns Nothing where the engine does not say.
 */
export async function readDeployed(): Promise<Deployed> {
  try {
    const asked = { stackName: fullStackName() };
    const { outputs = {} } = (await pulumi.runtime.invoke(readState, asked)) as Answer;
    const of = (type: string) =>
      Object.values(outputs).find((each) => each.type === `kafka-platform:kafka:${type}`)?.outputs;
    return {
      place: of("DataLocation"),
      ensemble: of("EnsembleSize"),
      brokers: of("BrokerCount"),
      cluster: of("Cluster"),
      topics: topicsOf(of("Topics")),
      layout: of("StorageLayout"),
    } as Deployed;
  } catch (error) {
    // The resources themselves are judged once more, later, by whoever has the state.
    void pulumi.log.debug(`The state could not be read: ${String(error)}`);
    return {};
  }
}

interface Answer {
  readonly outputs?: Readonly<Record<string, { type: string; outputs: object }>>;
}

function topicsOf(found: object | undefined): TopicsChange["deployed"] {
  if (!found) return undefined;
  const { topics, brokers, minInSyncReplicas, deleteTopics, clusterId } = found as NonNullable<
    TopicsChange["deployed"]
  >;
  return {
    topics,
    brokers,
    clusterId,
    ...(minInSyncReplicas !== undefined && { minInSyncReplicas }),
    ...(deleteTopics !== undefined && { deleteTopics }),
  };
}
