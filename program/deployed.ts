import * as pulumi from "@pulumi/pulumi";
import { fullStackName } from "./stack-name";
import type { Connection } from "../targets/connection";
import { withCurrentNames } from "../provider/former-names";
import type { DataPlace } from "../provider/data-place";
import type { StorageLayoutInputs } from "../provider/handlers/storage-layout";
import type { TopicsChange } from "../provider/topics/change";

/** This project's own resources after the last update, as the stack's state has them. */
export interface Deployed {
  /** Whether the state could be read. If not, nothing else is known. */
  readonly isRead: boolean;
  readonly place?: DataPlace;
  readonly ensemble?: { readonly servers: number };
  readonly brokers?: { readonly connection: Connection; readonly brokers: number };
  readonly cluster?: {
    readonly clusterId: string;
    readonly brokers: number;
    /** Ids of what it runs in; the brokers' come last. */
    readonly instances: readonly string[];
  };
  readonly topics?: TopicsChange["deployed"];
  readonly layout?: StorageLayoutInputs;
}

/** The engine function that the Node.js SDK's `listResourceOutputs` called. */
const readState = "pulumi:pulumi:readStackResourceOutputs";

/**
 * Reads the state of this stack. With it, a change can be judged whatever resources a command covers: the engine does
 * not even check the inputs of a resource that `--target` or `--exclude` leaves out.
 * The stack must have a state: without one, the engine ends with its own error.
 */
export async function readDeployed(): Promise<Deployed> {
  try {
    const asked = { stackName: fullStackName() };
    const { outputs = {} } = (await pulumi.runtime.invoke(readState, asked)) as Answer;
    const of = (type: string) => {
      const isOf = (each: { type: string }) => each.type === `kafka-platform:kafka:${type}`;
      const found = Object.values(outputs).find(isOf)?.outputs;
      return found && withCurrentNames(found);
    };
    return {
      isRead: true,
      place: of("DataLocation"),
      ensemble: of("EnsembleSize"),
      brokers: of("BrokerCount"),
      cluster: of("Cluster"),
      topics: topicsOf(of("Topics")),
      layout: of("StorageLayout"),
    } as Deployed;
  } catch (error) {
    // The resources themselves are checked again later, by the provider, which gets their state.
    void pulumi.log.debug(`The state could not be read: ${String(error)}`);
    return { isRead: false };
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
