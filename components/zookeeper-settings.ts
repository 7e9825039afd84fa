import { didYouMean } from "../kafka/topics/did-you-mean";

/** What a setting's value must look like. */
interface ValueForm {
  /** Says it to a person, to follow "must be". */
  readonly allowed: string;
  readonly pattern: RegExp;
}

const number: ValueForm = { allowed: "a whole number", pattern: /^-?\d{1,18}$/ };
const flag: ValueForm = { allowed: "true or false", pattern: /^(true|false)$/ };
const yesNo: ValueForm = { allowed: "yes or no", pattern: /^(yes|no)$/ };
// The image splits its variable for the Java machine at blanks.
const word: ValueForm = { allowed: "text without blanks", pattern: /^[^\s"'\\$`]+$/ };

/**
 * Settings that the Confluent image 7.5.0 takes by a variable of their own, after its
 * zookeeper.properties.template: it passes on no others.
 */
const byVariable: Readonly<Record<string, readonly [variable: string, form: ValueForm]>> = {
  tickTime: ["TICK_TIME", number],
  initLimit: ["INIT_LIMIT", number],
  syncLimit: ["SYNC_LIMIT", number],
  maxClientCnxns: ["MAX_CLIENT_CNXNS", number],
  minSessionTimeout: ["MIN_SESSION_TIMEOUT", number],
  maxSessionTimeout: ["MAX_SESSION_TIMEOUT", number],
  syncEnabled: ["SYNC_ENABLED", flag],
  "autopurge.purgeInterval": ["AUTOPURGE_PURGE_INTERVAL", number],
  "autopurge.snapRetainCount": [
    "AUTOPURGE_SNAP_RETAIN_COUNT",
    { allowed: "a whole number from 3", pattern: /^([3-9]|[1-9]\d{1,8})$/ },
  ],
};

/**
 * Settings that are properties of the Java machine, `zookeeper.` before their names: those that ZooKeeper 3.6.4,
 * which is in the image, reads, without those for TLS, SASL, several addresses and observers.
 */
const byProperty: Readonly<Record<string, ValueForm>> = {
  "4lw.commands.whitelist": word,
  "admin.commandURL": word,
  "admin.enableServer": flag,
  "admin.idleTimeout": number,
  "admin.serverAddress": word,
  "admin.serverPort": number,
  "closeSessionTxn.enabled": flag,
  cnxTimeout: number,
  commitLogCount: number,
  "commitProcessor.maxCommitBatchSize": number,
  "commitProcessor.maxReadBatchSize": number,
  "commitProcessor.numWorkerThreads": number,
  "digest.enabled": flag,
  extendedTypesEnabled: flag,
  flushDelay: number,
  forceSync: yesNo,
  "fsync.warningthresholdms": number,
  globalOutstandingLimit: number,
  largeRequestMaxBytes: number,
  largeRequestThreshold: number,
  "leader.maxConcurrentDiffSyncs": number,
  "leader.maxConcurrentSnapSyncs": number,
  leaderServes: yesNo,
  maxBatchSize: number,
  maxCnxns: number,
  maxGetChildrenResponseCacheSize: number,
  maxResponseCacheSize: number,
  "nio.directBufferBytes": number,
  "nio.numSelectorThreads": number,
  "nio.numWorkerThreads": number,
  "nio.sessionlessCnxnTimeout": number,
  preAllocSize: number,
  request_throttle_max_requests: number,
  request_throttle_stall_time: number,
  skipACL: yesNo,
  snapCount: number,
  snapSizeLimitInKb: number,
  "snapshot.compression.method": word,
  "snapshot.trust.empty": flag,
  tcpKeepAlive: flag,
  txnLogSizeLimitInKb: number,
  watchManagerName: word,
};

/** The one whose property has no `zookeeper.`: the image's own variable for it leads to a name that nobody reads. */
const bareProperty = "jute.maxbuffer";

/** What the platform sets itself, and from what it follows. */
const derived: Readonly<Record<string, string>> = {
  clientPort: "the platform: brokers and health checks use it",
  clientPortAddress: "the platform: brokers in other containers connect to it",
  secureClientPort: "the platform, which has no TLS",
  dataDir: "the volume",
  dataLogDir: "the volume",
  quorumListenOnAllIPs: "zookeepers",
  electionAlg: "zookeepers",
};

/** Says what is wrong with a setting of ZooKeeper's, to follow its path, or undefined. */
export function zooKeeperSettingProblem(name: string, value: string): string | undefined {
  const source = Object.hasOwn(derived, name)
    ? derived[name]
    : /^(server|group|weight)\.\d+$/.test(name) && "zookeepers";
  if (source) return `cannot be set here; it follows from ${source}`;
  const form = formOf(name);
  if (form) return form.pattern.test(value) ? undefined : `is ${value}; must be ${form.allowed}`;
  const known = [...Object.keys(byVariable), ...Object.keys(byProperty), bareProperty];
  return `is no setting of ZooKeeper 3.6 that the image takes${didYouMean(name, known)}`;
}

function formOf(name: string): ValueForm | undefined {
  if (name === bareProperty) return number;
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
