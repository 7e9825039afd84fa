import type { CheckFailure } from "@pulumi/pulumi/provider";
import type { Reach } from "../../targets/reach";
import { explain, openKafka, withAdmin } from "../connection";
import { applyPlan, readTopics } from "../topics/cluster-topics";
import { undeclaredReplication, replicateTopics } from "../topics/replication";
import type { TopicDeclaration, TopicDeclarations } from "../topics/declaration";
import { type ActualTopic, impossible, planTopics } from "../topics/plan";
import type { Handler } from "./handler";

interface TopicsInputs {
  readonly reach: Reach;
  readonly topics: TopicDeclarations;
  /** Number of brokers, from which the copies of Kafka's own topics follow. */
  readonly brokers: number;
}

interface TopicsOutputs {
  readonly clusterId: string;
}

/** Serves `kafka-platform:kafka:Topics`. */
export const topicsHandler: Handler<TopicsInputs, TopicsOutputs> = {
  inputs: ["reach", "topics", "brokers"],

  check: ({ topics: before = {} }, { topics: now }) =>
    Object.entries(now).flatMap(([name, topic]): CheckFailure[] => {
      const present = before[name];
      return present
        ? impossible(name, topic, present).map((reason) => ({ property: "topics", reason }))
        : [];
    }),

  apply: async ({ reach, topics, brokers }, before) =>
    withAdmin(await openKafka(reach), async (admin) => {
      const { clusterId } = await admin.describeCluster();
      if (before && before.clusterId !== clusterId) {
        throw new Error(
          `The cluster at ${reach.addresses.join(", ")} has the id ${clusterId}, but the stack's topics are on ` +
            `${before.clusterId}. If the brokers' data was dropped on purpose, remove this resource from the state ` +
            "with `pulumi state delete` and run `pulumi up` again; nothing was changed.",
        );
      }
      const actual = await readTopics(admin, Object.keys(topics));
      const plan = planTopics(topics, actual, before?.topics);
      await applyPlan(admin, plan);
      await replicateTopics(admin, {
        ...plan.replicate,
        ...(await undeclaredReplication(admin, brokers)),
      });
      return { clusterId };
    }),

  read: async (state) => {
    try {
      const kafka = await openKafka(state.reach, { retry: { retries: 2 } });
      const actual = await withAdmin(kafka, (admin) =>
        readTopics(admin, Object.keys(state.topics)),
      );
      return { ...state, topics: present(state.topics, actual) };
    } catch (error) {
      // A refresh has to get past a broker that is away: what comes next may be its repair.
      console.error(`Topics were not refreshed: ${explain(error)}`);
      return state;
    }
  },
};

/** The declared topics as they are now. Settings that were never declared are someone else's. */
function present(
  declared: TopicDeclarations,
  actual: Readonly<Record<string, ActualTopic>>,
): TopicDeclarations {
  return Object.fromEntries(
    Object.entries(declared).flatMap(([name, { config }]): [string, TopicDeclaration][] => {
      const found = actual[name];
      if (!found) return [];
      const own = Object.entries(found.config).filter(([key]) => key in config);
      return [[name, { ...found, config: Object.fromEntries(own) }]];
    }),
  );
}
