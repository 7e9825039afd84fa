import { own } from "../../common/own";
import { excerpt } from "../../common/excerpt";
import type { TopicDeclaration } from "./declaration";
import type { ActualTopic, ActualTopics, TopicPlan } from "./plan";
import { sameSetting } from "./settings";
import type { MoreReplicas } from "./undeclared";

/**
 * Describes what a plan does, in a line for each topic it touches, such as
 * `vendas.pedido.criado: partitions 3 → 6, retention.ms 1 h → 7 d`.
 *
 * @param actual The topics that the plan was made for; others, such as Kafka's own, are not described.
 */
export function describePlan(plan: TopicPlan, actual: ActualTopics): string[] {
  const adopted = new Set(plan.adopt);
  const changed = [plan.adopt, ...[plan.grow, plan.replicate, plan.configure].map(Object.keys)];
  const lines = new Map<string, string>();
  for (const [name, topic] of Object.entries(plan.create)) {
    lines.set(name, `created, ${describeTopic(topic)}`);
  }
  for (const name of changed.flat()) {
    const changes = [...(adopted.has(name) ? ["adopted"] : []), ...changesOf(name, plan, actual)];
    if (changes.length > 0) lines.set(name, changes.join(", "));
  }
  for (const name of plan.delete) lines.set(name, "deleted, with its messages");
  for (const name of plan.keep)
    lines.set(name, "kept on the cluster, no longer managed (deleteTopics is false)");
  return [...lines].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, text]) => `${name}: ${text}`);
}

function describeTopic({ partitions, replicationFactor, config }: TopicDeclaration): string {
  return [
    counted(partitions, "partition", "partitions"),
    counted(replicationFactor, "replica", "replicas"),
    ...Object.entries(config).map(([key, value]) => `${key} ${describeSetting(key, value)}`),
  ].join(", ");
}

function changesOf(name: string, plan: TopicPlan, actual: ActualTopics): string[] {
  const before = own(actual, name);
  if (!before) return [];
  const grow = own(plan.grow, name);
  const replicas = own(plan.replicate, name);
  const config = own(plan.configure, name) ?? before.config;
  const keys = [...new Set([...Object.keys(config), ...Object.keys(before.config)])].sort();
  return [
    ...(grow === undefined ? [] : [`partitions ${before.partitions} → ${grow}`]),
    ...(replicas === undefined ? [] : [`replicas ${describeReplicas(before)} → ${replicas}`]),
    ...keys
      .filter((key) => !sameSetting(key, own(before.config, key), own(config, key)))
      .map(
        (key) =>
          `${key} ${describeSetting(key, own(before.config, key))} → ${describeSetting(key, own(config, key))}`,
      ),
  ];
}

/** Says how many replicas a topic's partitions have: a number, or a range if they differ. */
function describeReplicas({ replicationFactor: least, mostReplicas: most }: ActualTopic): string {
  return most === undefined ? String(least) : `${least} to ${most}`;
}

/** Says which undeclared topics get more replicas, and why. Kafka's own topics are not described. */
export function describeUndeclared(topics: readonly MoreReplicas[]): string[] {
  return topics.flatMap(({ name, from, to, minInSync }) =>
    minInSync === undefined
      ? []
      : [
          `${name}: replicas ${from} → ${to}, although not declared: min.insync.replicas is ${minInSync}`,
        ],
  );
}

const durations = { d: 86_400_000, h: 3_600_000, min: 60_000, s: 1000 };
const sizes = { TiB: 2 ** 40, GiB: 2 ** 30, MiB: 2 ** 20, KiB: 1024 };

/**
 * Writes a setting's value for people: milliseconds and bytes in the largest unit that is exact.
 *
 * @param value Undefined if the setting is not set on the topic.
 */
export function describeSetting(name: string, value: string | undefined): string {
  if (value === undefined) return "the broker default";
  if (value === "") return "empty";
  const unit = /\.(ms|bytes)$/.exec(name)?.[1];
  const number = Number(value);
  if (unit === undefined || !Number.isSafeInteger(number)) return excerpt(value);
  if (number === -1) return "unlimited";
  const units: Record<string, number> = unit === "ms" ? durations : sizes;
  const fitting = Object.entries(units).find(([, size]) => number > 0 && number % size === 0);
  const [symbol, size] = fitting ?? [unit, 1];
  return `${number / size} ${symbol}`;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
