import { isIP } from "node:net";
import { z } from "zod";
import { topicNameProblem } from "../kafka/topics/declaration";
import { topicSettingProblem } from "../kafka/topics/settings";

const hostName =
  /^(?=.{1,253}$)[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?)*$/;
// The grammar of an image reference, from the distribution project's reference package.
const imageReference =
  /^([\w.-]+(:\d+)?\/)?[a-z0-9]+([._-]+[a-z0-9]+)*(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*(:\w[\w.-]{0,127})?(@sha256:[0-9a-f]{64})?$/;

/** What stands for a broker's number in `advertisedHost`. */
export const brokerPlaceholder = "{broker}";

const port = wholeNumber(1, 65535);
const heap = wholeNumber(0, 65536).refine(
  (mebibytes) => mebibytes === 0 || mebibytes >= 64,
  "must be 0 for the image's default, or a whole number of MiB from 64 to 65536",
);
const image = matching(imageReference, "must be an image, such as registry/name:tag");
const settingValue = z
  .union([z.string(), z.number(), z.boolean()], { error: "must be text, a number, true or false" })
  .transform(String);

/** The form of each value of a topic. */
const topicFields = {
  name: z.string({ error: "must be the topic's name" }).superRefine((name, context) => {
    const problem = topicNameProblem(name);
    if (problem) context.addIssue(problem);
  }),
  partitions: wholeNumber(1, 10000),
  replicationFactor: wholeNumber(1, 9).optional(),
  config: z
    .record(z.string(), settingValue, { error: "must be a map of topic settings" })
    .superRefine((config, context) => {
      for (const [name, value] of Object.entries(config)) {
        const message = topicSettingProblem(name, value);
        if (message) context.addIssue({ code: "custom", path: [name], message });
      }
    })
    .default({}),
};

const topic = z.strictObject(topicFields, {
  error: (issue) =>
    issue.code === "unrecognized_keys"
      ? `has no ${issue.keys.join(", ")}; a topic has name, partitions, replicationFactor and config`
      : "must be a topic: name, partitions, replicationFactor and config",
});

/**
 * The form of each configuration value, apart from the others. Values come as Pulumi hands them
 * over: text, with lists and maps as JSON. Pulumi.yaml says what each one means.
 */
export const schema = {
  target: z.enum(["docker", "kubernetes"], { error: "must be docker or kubernetes" }),
  namePrefix: matching(
    /^([a-z0-9][a-z0-9_.-]{0,30})?$/,
    "must be empty or up to 31 of a-z, 0-9, '_', '.' and '-', the first a letter or digit",
  ),
  publishAddress: z.string().refine((text) => isIP(text) !== 0, "must be an IP address"),
  advertisedHost: z
    .string()
    .refine(
      (text) => hostName.test(text.replaceAll(brokerPlaceholder, "1")),
      `must be a host name, in which ${brokerPlaceholder} stands for a broker's number, or an IPv4 address`,
    ),
  retainData: flag(),
  production: flag(),
  acceptedRisks: json(
    (error) => z.array(z.string({ error }), { error }),
    "must be a list of names of rules for production",
  ),
  destroyData: z.string(),
  namespace: matching(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    "must be a namespace: up to 63 of a-z, 0-9 and '-', the first and last no '-'",
  ),
  kubernetesContext: z.string(),
  kubeconfig: z.string().default(""),
  storageClass: z.string(),
  imagePullTimeoutSeconds: wholeNumber(0, 86400),
  external: z.enum(["none", "nodePort", "loadBalancer"], {
    error: "must be none, nodePort or loadBalancer",
  }),
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
  brokerImage: image,
  brokers: wholeNumber(1, 9),
  brokerPort: port,
  brokerHeapMiB: heap,
  brokerSettings: json(
    (error) => z.record(z.string(), settingValue, { error }),
    "must be a map of broker settings",
  ),
  kafkaUi: flag(),
  kafkaUiImage: image,
  kafkaUiPort: port,
  kafkaUiUser: z.string(),
  kafkaUiPassword: z.string().default(""),
  topics: json((error) => z.array(topic, { error }), "must be a list of topics"),
  smokeTest: flag(),
  smokeTestMessages: wholeNumber(1, 100000),
} as const;

/** A topic as the configuration declares it. */
export type Topic = z.output<typeof topic>;

/** The well-formed values of each topic in a list that as a whole may not be: what is left for rules to judge. */
export function wellFormedTopics(text: string | undefined): Partial<Topic>[] {
  const list = json((error) => z.array(z.unknown(), { error }), "").safeParse(text ?? "[]");
  return (list.data ?? []).map((each) =>
    Object.fromEntries(
      Object.entries(topicFields).flatMap(([key, field]) => {
        const result = field.safeParse((each as Record<string, unknown> | null)?.[key]);
        return result.success ? [[key, result.data]] : [];
      }),
    ),
  );
}

/** The values of a configuration in which each value by itself is well formed. */
export type Values = { [Key in keyof typeof schema]: z.output<(typeof schema)[Key]> };

function wholeNumber(least: number, most: number) {
  const error = `must be a whole number from ${least} to ${most}`;
  const toNumber = (value: unknown) =>
    typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : value;
  return z.preprocess(toNumber, z.int({ error }).min(least, { error }).max(most, { error }));
}

function flag() {
  return z
    .enum(["true", "false"], { error: "must be true or false" })
    .transform((text) => text === "true");
}

function matching(pattern: RegExp, error: string) {
  return z.string({ error }).regex(pattern, { error });
}

function json<Schema extends z.ZodType>(inner: (error: string) => Schema, error: string) {
  return z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: "custom", message: error });
        return z.NEVER;
      }
    })
    .pipe(inner(error));
}
