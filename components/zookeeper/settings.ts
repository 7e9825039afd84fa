import { excerpt } from "../../common/excerpt";
import { didYouMean } from "../../kafka/topics/did-you-mean";

/** What a setting's value must look like. */
interface ValueForm {
  /** The allowed values in words, to follow "must be". */
  readonly allowed: string;
  readonly accepts: (value: string) => boolean;
}

/** ZooKeeper reads nearly all of its numbers as 32-bit integers, and does not start if one does not fit. */
function from(least: number, most = 2 ** 31 - 1): ValueForm {
  return {
    allowed: `a whole number from ${least} to ${most}`,
    accepts: (value) =>
      /^-?\d{1,10}$/.test(value) && Number(value) >= least && Number(value) <= most,
  };
}

function matching(allowed: string, pattern: RegExp): ValueForm {
  return { allowed, accepts: (value) => pattern.test(value) };
}

const count = from(0);
const flag = matching("true or false", /^(true|false)$/);
const yesNo = matching("yes or no", /^(yes|no)$/);
// The image splits its variable for the JVM at blanks.
const word = matching("text without blanks", /^[^\s"'\\$`]+$/);

/**
 * Settings for which the Confluent image 7.5.0 has a variable, according to its zookeeper.properties.template: it
 * passes on no others.
 */
const byVariable: Readonly<Record<string, readonly [variable: string, form: ValueForm]>> = {
  tickTime: ["TICK_TIME", from(1)],
  initLimit: ["INIT_LIMIT", from(1)],
  syncLimit: ["SYNC_LIMIT", from(1)],
  maxClientCnxns: ["MAX_CLIENT_CNXNS", count],
  minSessionTimeout: ["MIN_SESSION_TIMEOUT", from(-1)],
  maxSessionTimeout: ["MAX_SESSION_TIMEOUT", from(-1)],
  syncEnabled: ["SYNC_ENABLED", flag],
  "autopurge.purgeInterval": ["AUTOPURGE_PURGE_INTERVAL", count],
  "autopurge.snapRetainCount": ["AUTOPURGE_SNAP_RETAIN_COUNT", from(3)],
};

/**
 * Settings that are properties of the JVM, with `zookeeper.` before their names: those that ZooKeeper 3.6.4, which is
 * in the image, reads, except those for TLS, SASL, several addresses and observers.
 */
const byProperty: Readonly<Record<string, ValueForm>> = {
  "4lw.commands.whitelist": word,
  "admin.commandURL": word,
  "admin.enableServer": flag,
  "admin.idleTimeout": count,
  "admin.serverAddress": word,
  "admin.serverPort": from(1024, 65535),
  "closeSessionTxn.enabled": flag,
  cnxTimeout: from(1),
  commitLogCount: from(1),
  "commitProcessor.maxCommitBatchSize": count,
  "commitProcessor.maxReadBatchSize": from(-1),
  "commitProcessor.numWorkerThreads": count,
  "digest.enabled": flag,
  extendedTypesEnabled: flag,
  flushDelay: count,
  forceSync: yesNo,
  "fsync.warningthresholdms": count,
  globalOutstandingLimit: from(1),
  largeRequestMaxBytes: from(1),
  largeRequestThreshold: from(-1),
  "leader.maxConcurrentDiffSyncs": from(1),
  "leader.maxConcurrentSnapSyncs": from(1),
  leaderServes: yesNo,
  maxBatchSize: count,
  maxCnxns: count,
  maxGetChildrenResponseCacheSize: count,
  maxResponseCacheSize: count,
  "nio.directBufferBytes": count,
  "nio.numSelectorThreads": count,
  "nio.numWorkerThreads": count,
  "nio.sessionlessCnxnTimeout": count,
  preAllocSize: from(1),
  request_throttle_max_requests: from(-1),
  request_throttle_stall_time: count,
  skipACL: yesNo,
  snapCount: from(1),
  snapSizeLimitInKb: from(-1),
  "snapshot.compression.method": word,
  "snapshot.trust.empty": flag,
  tcpKeepAlive: flag,
  txnLogSizeLimitInKb: from(-1),
  watchManagerName: word,
};

/**
 * The only setting whose property has no `zookeeper.`: the image's own variable for it sets a name that nothing reads.
 */
const bareProperty = "jute.maxbuffer";

/** What the platform sets itself, and what it follows from. */
const derived: Readonly<Record<string, string>> = {
  clientPort: "the platform: brokers and health checks use it",
  clientPortAddress: "the platform: brokers in other containers connect to it",
  secureClientPort: "the platform, which has no TLS",
  dataDir: "the volume",
  dataLogDir: "the volume",
  quorumListenOnAllIPs: "zookeepers",
  electionAlg: "zookeepers",
};

/** Says what is wrong with a ZooKeeper setting, to follow its path; undefined if nothing is. */
export function zooKeeperSettingProblem(name: string, value: string): string | undefined {
  const source = Object.hasOwn(derived, name)
    ? derived[name]
    : /^(server|group|weight)\.\d+$/.test(name) && "zookeepers";
  if (source) return `cannot be set here; it follows from ${source}`;
  const form = formOf(name);
  if (form)
    return form.accepts(value) ? undefined : `is ${excerpt(value)}; must be ${form.allowed}`;
  const known = [...Object.keys(byVariable), ...Object.keys(byProperty), bareProperty];
  return `is not a setting of ZooKeeper 3.6 that the image accepts${didYouMean(name, known)}`;
}

/**
 * Says what is wrong with settings that contradict each other, under the name of one that is set. By default, a session
 * may last from 2 to 20 ticks of 3 s; a server whose range is empty does not start (`QuorumPeerConfig`). Values that
 * are malformed on their own are left out.
 */
export function zooKeeperConflict(
  settings: Readonly<Record<string, string>>,
): { readonly name: string; readonly message: string } | undefined {
  const set = new Map(Object.entries(settings));
  const numberOf = (name: string) => {
    const value = set.get(name);
    return value !== undefined && formOf(name)?.accepts(value) ? Number(value) : undefined;
  };
  const tick = numberOf("tickTime") ?? 3000;
  const limit = (name: string, ticks: number) => {
    const value = numberOf(name) ?? -1;
    return value === -1 ? ticks * tick : value;
  };
  const [low, high] = ["minSessionTimeout", "maxSessionTimeout"] as const;
  const [least, most] = [limit(low, 2), limit(high, 20)];
  if (least <= most) return undefined;
  const otherwise = "or ZooKeeper does not start";
  return set.has(low)
    ? { name: low, message: `is ${least}; must be at most ${high}, ${most}, ${otherwise}` }
    : { name: high, message: `is ${most}; must be at least ${low}, ${least}, ${otherwise}` };
}

function formOf(name: string): ValueForm | undefined {
  if (name === bareProperty) return from(1024);
  if (Object.hasOwn(byVariable, name)) return byVariable[name]?.[1];
  return Object.hasOwn(byProperty, name) ? byProperty[name] : undefined;
}

/** The environment of the Confluent image for settings by ZooKeeper's names. */
export function settingVariables(
  settings: Readonly<Record<string, string>>,
): Record<string, string> {
  const entries = Object.entries(settings).sort(([a], [b]) => a.localeCompare(b));
  const variables = entries.flatMap(([name, value]) => {
    const variable = Object.hasOwn(byVariable, name) ? byVariable[name]?.[0] : undefined;
    return variable === undefined ? [] : [[`ZOOKEEPER_${variable}`, value]];
  });
  const properties = entries
    .filter(([name]) => !Object.hasOwn(byVariable, name))
    .map(([name, value]) => `-D${name === bareProperty ? name : `zookeeper.${name}`}=${value}`);
  return {
    ...(Object.fromEntries(variables) as Record<string, string>),
    ...(properties.length > 0 && { KAFKA_OPTS: properties.join(" ") }),
  };
}
