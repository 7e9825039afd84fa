import type { KafkaWitness } from "./kafka";
import type { TestStack } from "./stack";

/** A topic as Kafka's own tool describes it. */
export interface WitnessedTopic {
  readonly partitions: number;
  readonly copies: number;
  /** Settings on the topic itself. */
  readonly config: Readonly<Record<string, string>>;
}

/** Every topic of the cluster but the internal ones, as kafka-topics describes it. */
export async function witnessTopics(kafka: KafkaWitness): Promise<Record<string, WitnessedTopic>> {
  const lines = await kafka.tool("kafka-topics", "--describe", "--exclude-internal");
  const heads = lines.map((line) =>
    /^Topic: (\S+)\s+TopicId: \S+\s+PartitionCount: (\d+)\s+ReplicationFactor: (\d+)\s+Configs: ?(\S*)/.exec(
      line,
    ),
  );
  return Object.fromEntries(
    heads
      .filter((head) => head !== null)
      .map(([, name = "", partitions, copies, config = ""]) => [
        name,
        { partitions: Number(partitions), copies: Number(copies), config: parseConfig(config) },
      ]),
  );
}

// A value may have commas in it: `cleanup.policy=compact,delete,retention.ms=1`.
function parseConfig(text: string): Record<string, string> {
  const settings = [...text.matchAll(/([a-z.]+)=(.*?)(?=,[a-z]+\.[a-z.]+=|,preallocate=|$)/g)];
  return Object.fromEntries(settings.map(([, name = "", value = ""]) => [name, value]));
}

/** What `pulumi preview --json` says about the resource of the topics. */
export interface TopicsPreview {
  /** What differs, by property path. */
  readonly diff: Readonly<Record<string, string>>;
  /** What is said in words, a line for each topic. */
  readonly lines: readonly string[];
}

interface PreviewOutput {
  readonly steps: {
    readonly urn: string;
    readonly detailedDiff?: Record<string, { kind: string }> | null;
  }[];
  readonly diagnostics?: { readonly urn?: string; readonly message: string }[];
}

const type = "kafka-platform:kafka:Topics::";

/** Previews the stack, and picks out what it says about topics. */
export async function previewTopics(stack: TestStack): Promise<TopicsPreview> {
  const { stdout } = await stack.pulumi("preview", "--json");
  const { steps, diagnostics = [] } = JSON.parse(stdout) as PreviewOutput;
  const diff = steps.find(({ urn }) => urn.includes(type))?.detailedDiff ?? {};
  return {
    diff: Object.fromEntries(Object.entries(diff).map(([path, { kind }]) => [path, kind])),
    lines: diagnostics
      .filter(({ urn }) => urn?.includes(type))
      .flatMap(({ message }) => message.trimEnd().split("\n")),
  };
}
