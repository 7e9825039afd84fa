import { own } from "../../common/own";
import { isProtocolVersion } from "../settings/form";
import { didYouMean } from "./did-you-mean";

/** What a topic setting's value must look like. */
export interface TopicSetting {
  /** Describes it for people, to follow "must be". */
  readonly allowed: string;
  readonly accepts: (value: string) => boolean;
  /** Normalizes an accepted value, so that equal values are written the same. Default: unchanged. */
  readonly normal?: (value: string) => string;
}

const largest = { int: 2n ** 31n - 1n, long: 2n ** 63n - 1n };

/**
 * Every topic setting of Kafka 3.5 with its type and range, from
 * https://kafka.apache.org/35/documentation.html#topicconfigs.
 */
export const topicSettings: Readonly<Record<string, TopicSetting>> = {
  "cleanup.policy": listOf("delete", "compact"),
  "compression.type": oneOf("uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"),
  "delete.retention.ms": integer(0),
  "file.delete.delay.ms": integer(0),
  "flush.messages": integer(1),
  "flush.ms": integer(0),
  "follower.replication.throttled.replicas": throttledReplicas(),
  "index.interval.bytes": integer(0, "int"),
  "leader.replication.throttled.replicas": throttledReplicas(),
  "local.retention.bytes": integer(-2),
  "local.retention.ms": integer(-2),
  "max.compaction.lag.ms": integer(1),
  "max.message.bytes": integer(0, "int"),
  "message.downconversion.enable": oneOf("true", "false"),
  "message.format.version": {
    allowed: "a Kafka version such as 3.0, up to 3.5",
    accepts: isProtocolVersion,
  },
  "message.timestamp.difference.max.ms": integer(0),
  "message.timestamp.type": oneOf("CreateTime", "LogAppendTime"),
  "min.cleanable.dirty.ratio": ratio(),
  "min.compaction.lag.ms": integer(0),
  "min.insync.replicas": integer(1, "int"),
  preallocate: oneOf("true", "false"),
  "remote.storage.enable": oneOf("true", "false"),
  "retention.bytes": integer(-1),
  "retention.ms": integer(-1),
  "segment.bytes": integer(14, "int"),
  "segment.index.bytes": integer(4, "int"),
  "segment.jitter.ms": integer(0),
  "segment.ms": integer(1),
  "unclean.leader.election.enable": oneOf("true", "false"),
};

/** Says what is wrong with a topic setting, to follow the setting's path, or undefined. */
export function topicSettingProblem(name: string, value: string): string | undefined {
  const setting = own(topicSettings, name);
  if (!setting) {
    return `is not a topic setting of Kafka 3.5${didYouMean(name, Object.keys(topicSettings))}`;
  }
  return setting.accepts(value) ? undefined : `must be ${setting.allowed}`;
}

/**
 * Whether two values of a setting mean the same. Kafka parses what it is given and returns what it
 * understood: `0.50` comes back as `0.5`, `compact, delete` without the space. Lists are compared as sets.
 */
export function sameSetting(name: string, a: string | undefined, b: string | undefined): boolean {
  if (a === b) return true;
  const setting = own(topicSettings, name);
  if (!setting?.normal || a === undefined || b === undefined) return false;
  return setting.accepts(a) && setting.accepts(b) && setting.normal(a) === setting.normal(b);
}

function integer(least: number, type: keyof typeof largest = "long"): TopicSetting {
  const unlimited = least === -1 ? " (-1: no limit)" : "";
  return {
    allowed: `a whole number from ${least} to ${largest[type]}${unlimited}`,
    accepts: (value) =>
      /^-?\d+$/.test(value) && BigInt(value) >= least && BigInt(value) <= largest[type],
    normal: (value) => String(BigInt(value)),
  };
}

function oneOf(...values: string[]): TopicSetting {
  return { allowed: `one of ${values.join(", ")}`, accepts: (value) => values.includes(value) };
}

function listOf(...values: string[]): TopicSetting {
  return {
    allowed: `one or more of ${values.join(", ")}, with commas between them`,
    accepts: (value) => value.split(",").every((each) => values.includes(each.trim())),
    normal: asSet,
  };
}

function ratio(): TopicSetting {
  return {
    allowed: "a number from 0 to 1",
    // An exponent is accepted too: Kafka writes 0.0001 as 1.0E-4.
    accepts: (value) => /^\d*\.?\d+(e-?\d+)?$/i.test(value) && Number(value) <= 1,
    normal: (value) => String(Number(value)),
  };
}

function throttledReplicas(): TopicSetting {
  return {
    ...matching(/^(\*|\d+:\d+(\s*,\s*\d+:\d+)*)?$/, "* or a list of partition:broker"),
    normal: asSet,
  };
}

/** The order means nothing in any topic setting that is a list (`Type.LIST` in Kafka's `LogConfig`). */
function asSet(list: string): string {
  return [...new Set(list.split(",").map((each) => each.trim()))].sort().join();
}

function matching(pattern: RegExp, allowed: string): TopicSetting {
  return { allowed, accepts: (value) => pattern.test(value) };
}
