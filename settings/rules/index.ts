import { defaultInSyncReplicas, topicCollisionKey } from "../../kafka/topics/declaration";
import { excerpt } from "../../common/excerpt";
import { automaticTopics } from "./automatic-topics";
import {
  brokersDeleteTopics,
  derivedBrokerSettings,
  invalidBrokerSettings,
  otherVersionsSettings,
  uselessBrokerSettings,
  unknownBrokerSettings,
} from "./broker-settings";
import { heapsFitTheMemory } from "./heaps";
import { heapsFitTheContainers } from "./containers";
import { podTemplateRules } from "./pod-templates";
import { sourceRangesApply } from "./source-ranges";
import { exposureAdvice } from "./exposure";
import { zooKeeperConflict, zooKeeperSettingProblem } from "../../components/zookeeper/settings";
import { portAdvice, portRules } from "./ports";
import { formatPath } from "../../common/paths";
import type { Problem } from "../problems";
import { addressAdvice, addressRules } from "./addresses";
import type { Values } from "../schema";
import type { MergedTopic } from "../merged-topics";
import { contradictingTopicSettings } from "./topic-settings";

/**
 * What a rule sees: the values that are well formed on their own, and each topic, from either source, as it will be
 * deployed.
 */
export type WellFormed = Partial<Omit<Values, "topics" | "topicDefaults">> & {
  readonly topics: readonly MergedTopic[];
};

/** A rule about several values at once. It reports nothing if one that it needs is not well formed. */
type Rule = (values: WellFormed) => Problem[];

const minInSync = "min.insync.replicas";

/** Namespaces that every cluster has ("Initial namespaces" in the Kubernetes documentation). */
const clusterNamespaces = ["default", "kube-node-lease", "kube-public", "kube-system"];

/** Rules that hold between values, by name. */
export const rules: Readonly<Record<string, Rule>> = {
  zookeeperMajority: ({ zookeepers }) =>
    zookeepers !== undefined && zookeepers % 2 === 0
      ? [
          {
            path: "zookeepers",
            message: `is ${zookeepers}; must be odd: an even ensemble survives no more failures than the next smaller odd one`,
          },
        ]
      : [],

  namespaceIsNotTheClusters: ({ target, namespace }) =>
    target === "kubernetes" && namespace !== undefined && clusterNamespaces.includes(namespace)
      ? [
          {
            path: "namespace",
            message: `is ${namespace}, which belongs to the cluster itself; must be a namespace for the platform`,
          },
        ]
      : [],

  ...portRules,
  ...addressRules,

  zooKeeperSettingsAreKnown: ({ zookeeperSettings = {} }) =>
    Object.entries(zookeeperSettings).flatMap(([name, value]) => {
      const message = zooKeeperSettingProblem(name, value);
      return message ? [{ path: formatPath(["zookeeperSettings", name]), message }] : [];
    }),

  zooKeeperSettingsAgree: ({ zookeeperSettings = {} }) => {
    const conflict = zooKeeperConflict(zookeeperSettings);
    return conflict
      ? [{ path: formatPath(["zookeeperSettings", conflict.name]), message: conflict.message }]
      : [];
  },

  brokerSettingsAreNotDerived: derivedBrokerSettings,

  brokerSettingsAreValid: invalidBrokerSettings,

  brokersDeleteTopics,

  heapsFitTheMemory,
  heapsFitTheContainers,

  ...podTemplateRules,

  sourceRangesApply,

  kafkaUiLoginIsComplete: ({ kafkaUiUser, kafkaUiPassword }) =>
    kafkaUiUser !== undefined && kafkaUiPassword !== undefined && !kafkaUiUser !== !kafkaUiPassword
      ? [
          {
            path: kafkaUiUser ? "kafkaUiPassword" : "kafkaUiUser",
            message: "is empty; kafkaUiUser and kafkaUiPassword must both be set, or neither",
          },
        ]
      : [],

  topicNamesAreDistinct: ({ topics }) => {
    const first = new Map<string, Pick<MergedTopic, "name" | "at">>();
    return topics.flatMap(({ name, at }) => {
      if (name === undefined) return [];
      const other = first.get(topicCollisionKey(name));
      if (!other) {
        first.set(topicCollisionKey(name), { name, at });
        return [];
      }
      const why =
        other.name === name
          ? `, which is also the name of ${other.at}; must be unique`
          : `; collides with ${other.name} in ${other.at}: Kafka's metrics do not tell '.' from '_'`;
      return [{ path: `${at}.name`, message: `is ${name}${why}` }];
    });
  },

  topicsHavePartitions: ({ topics }) =>
    topics
      .filter((topic) => "partitions" in topic && topic.partitions === undefined)
      .map(({ at }) => ({
        path: `${at}.partitions`,
        message:
          "is missing; must be a whole number from 1 to 10000, here or for all topics in topicDefaults",
      })),

  topicsFitTheBrokers: ({ topics, brokers, brokerSettings = {} }) =>
    brokers === undefined
      ? []
      : topics.flatMap((topic) => {
          const { replicationFactor: copies, config, saidBy, where } = topic;
          if (copies === undefined) return [];
          if (copies > brokers) {
            return [
              {
                path: where("replicationFactor"),
                message: `is ${copies}; must be at most the number of brokers, ${brokers}`,
              },
            ];
          }
          const inSync = Number(
            config[minInSync] ?? brokerSettings[minInSync] ?? defaultInSyncReplicas(brokers),
          );
          // The topic has to fix it, unless everything comes from topicDefaults.
          const isOwn = [saidBy("replicationFactor"), saidBy("config", minInSync)].includes(
            "topic",
          );
          return inSync > copies
            ? [
                {
                  path: isOwn
                    ? formatPath(["config", minInSync], topic.at)
                    : where("config", minInSync),
                  message: `is ${inSync}; must be at most the replication factor, ${copies}, or nothing could be produced`,
                },
              ]
            : [];
        }),

  topicSettingsAgree: contradictingTopicSettings,

  renamedTopicsAreGone: ({ topics }) => {
    const places = new Map(topics.map(({ name, at }) => [name, at]));
    return topics.flatMap(({ at, renamedFrom }) => {
      const other = renamedFrom === undefined ? undefined : places.get(renamedFrom);
      return other === undefined
        ? []
        : [
            {
              path: `${at}.renamedFrom`,
              message: `is ${renamedFrom}, which ${other} still declares; must be a topic that is no longer declared`,
            },
          ];
    });
  },

  removedTopicsAreGone: ({ topics, removedTopics = [] }) => {
    const places = new Map(topics.map(({ name, at }) => [name, at]));
    return removedTopics.flatMap((name, index) => {
      const other = places.get(name);
      return other === undefined
        ? []
        : [
            {
              path: `removedTopics[${index}]`,
              message: `is ${name}, which ${other} declares; must be a topic that is no longer declared`,
            },
          ];
    });
  },

  topicNamesFollowThePattern: (values) =>
    values.topicNaming === "error" ? misnamedTopics(values) : [],
};

/** Rules whose violation only causes a warning, by name. */
export const advice: Readonly<Record<string, Rule>> = {
  topicNamesFollowThePattern: (values) =>
    values.topicNaming === "warning" ? misnamedTopics(values) : [],

  brokerSettingsAreKnown: unknownBrokerSettings,

  brokerSettingsAreOfUse: uselessBrokerSettings,

  brokerSettingsAreValidElsewhere: otherVersionsSettings,

  // In production, a rule refuses it.
  topicsAreNotCreatedAutomatically: (values) =>
    values.production === true ? [] : automaticTopics(values),

  ...exposureAdvice,
  ...addressAdvice,
  ...portAdvice,
};

function misnamedTopics({ topics, topicNamePattern, topicNameExceptions = [] }: WellFormed) {
  if (topicNamePattern === undefined) return [];
  const pattern = new RegExp(topicNamePattern);
  return topics.flatMap(({ name, at }) =>
    name === undefined || pattern.test(name) || topicNameExceptions.includes(name)
      ? []
      : [
          {
            path: `${at}.name`,
            message: `is ${name}; must match topicNamePattern, ${excerpt(topicNamePattern)}, or be one of topicNameExceptions`,
          },
        ],
  );
}
