import { isIP } from "node:net";
import { z } from "zod";
import { webPath } from "../common/web-path";
import { topicDefaults, topicList, topicNames } from "./topics";
import {
  flag,
  imageReference as image,
  json,
  matching,
  namespaceName,
  port,
  settings,
  wholeNumber,
} from "./forms";
import { containers } from "./templates/container";
import { externalAnnotations } from "./templates/forms";
import { podTemplates } from "./templates/pod";

const hostName =
  /^(?=.{1,253}$)[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?)*$/;
/** The placeholder for a broker's number in `advertisedHost`. */
export const brokerPlaceholder = "{broker}";

const heap = wholeNumber(64, 65536, {
  besides: 0,
  error: "must be 0 for the image's default, or a whole number of MiB from 64 to 65536",
});
/**
 * The form of each configuration value, independent of the others. Values come as Pulumi passes them: as text, with
 * lists and maps as JSON. Pulumi.yaml says what each one means.
 */
export const schema = {
  target: z.enum(["docker", "kubernetes"], { error: "must be docker or kubernetes" }),
  namePrefix: matching(
    /^([a-z0-9][a-z0-9_.-]{0,30})?$/,
    "must be empty, or up to 31 characters of a-z, 0-9, '_', '.' and '-' that begin with a letter or digit",
  ),
  publishAddress: z
    .string()
    .refine((text) => isIP(text) !== 0 && !text.includes("%"), "must be an IP address"),
  advertisedHost: z
    .string()
    .refine(
      (text) => hostName.test(text.replaceAll(brokerPlaceholder, "1")),
      `must be a host name, in which ${brokerPlaceholder} stands for a broker's number, or an IPv4 address`,
    )
    // Kafka would not start: "advertised.listeners cannot use the nonroutable meta-address".
    .refine((text) => text !== "0.0.0.0", "must be an address that clients can connect to"),
  retainData: flag(),
  production: flag(),
  acceptedRisks: json(
    (error) => z.array(z.string({ error }), { error }),
    "must be a list of production rules",
  ),
  destroyData: z.string(),
  namespace: namespaceName,
  createNamespace: flag(),
  kubernetesContext: z.string(),
  kubeconfig: z.string().default(""),
  storageClass: z.string(),
  imagePullTimeoutSeconds: wholeNumber(0, 86400),
  external: z.enum(["none", "nodePort", "loadBalancer"], {
    error: "must be none, nodePort or loadBalancer",
  }),
  externalAnnotations: json(externalAnnotations, "must be a map of annotations"),
  externalSourceRanges: json(
    (error) => z.array(z.string({ error }).refine(isRange, { error }), { error }),
    "must be a list of networks such as 192.0.2.0/24",
  ),
  podTemplates: json(podTemplates, "must be a map of workloads to what is changed in their pods"),
  containers: json(containers, "must be a map of workloads to what is changed in their containers"),
  startTimeoutSeconds: wholeNumber(30, 86400),
  replicaSyncTimeoutSeconds: wholeNumber(0, 86400),
  zookeeperCpuMillicores: wholeNumber(1, 64000),
  zookeeperMemoryMiB: wholeNumber(128, 131072),
  zookeeperStorageGiB: wholeNumber(1, 65536),
  brokerCpuMillicores: wholeNumber(1, 64000),
  brokerMemoryMiB: wholeNumber(256, 131072),
  brokerStorageGiB: wholeNumber(1, 65536),
  kafkaUiCpuMillicores: wholeNumber(1, 64000),
  kafkaUiMemoryMiB: wholeNumber(128, 131072),
  zookeeperImage: image,
  zookeepers: wholeNumber(1, 7),
  zookeeperPort: port,
  zookeeperHeapMiB: heap,
  zookeeperSettings: json(settings, "must be a map of ZooKeeper settings"),
  brokerImage: image,
  brokers: wholeNumber(1, 9),
  brokerPort: port,
  brokerHeapMiB: heap,
  brokerSettings: json(settings, "must be a map of broker settings"),
  kafkaUi: flag(),
  kafkaUiImage: image,
  kafkaUiPort: port,
  kafkaUiPath: matching(webPath.pattern, webPath.error),
  kafkaUiReadOnly: flag(),
  kafkaUiHosts: json(
    (error) => z.array(z.string({ error }).regex(hostName, { error }), { error }),
    "must be a list of host names, without ports",
  ),
  kafkaUiTrustedProxies: json(
    (error) => z.array(z.string({ error }).refine(isNetwork, { error }), { error }),
    "must be a list of IP addresses or networks such as 10.0.0.0/8",
  ),
  kafkaUiUser: z.string(),
  kafkaUiPassword: z.string().default(""),
  topics: json(topicList, "must be a list of topics"),
  topicsFile: z.string(),
  topicDefaults: json(topicDefaults, "must be a map of values for all topics"),
  deleteTopics: flag(),
  removedTopics: json(topicNames, "must be a list of topic names"),
  replicationThrottleMBps: wholeNumber(0, 100000),
  topicNaming: z.enum(["off", "warning", "error"], { error: "must be off, warning or error" }),
  topicNamePattern: z.string().refine(isPattern, "must be a regular expression"),
  topicNameExceptions: json(
    (error) => z.array(z.string({ error }), { error }),
    "must be a list of topic names",
  ),
  smokeTest: flag(),
  smokeTestMessages: wholeNumber(1, 100000),
} as const;

/**
 * Where a platform can run. What differs between targets is expressed for each, as a record or a switch over this type.
 */
export type Target = Values["target"];

/** The values of a configuration in which each value is well formed on its own. */
export type Values = { [Key in keyof typeof schema]: z.output<(typeof schema)[Key]> };

/** An IP address, or a network as ADDRESS/BITS. */
function isNetwork(text: string): boolean {
  const [address = "", bits, ...more] = text.split("/");
  const most = { 4: 32, 6: 128 }[isIP(address)];
  if (most === undefined || more.length > 0 || address.includes("%")) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
}

/** A network as ADDRESS/BITS, the only form that Kubernetes takes. */
function isRange(text: string): boolean {
  return text.includes("/") && isNetwork(text);
}

function isPattern(text: string): boolean {
  try {
    return text !== "" && new RegExp(text).source !== "";
  } catch {
    return false;
  }
}
