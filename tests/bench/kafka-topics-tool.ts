import type { KafkaWitness } from "../e2e/support/kafka";
import { type Seconds, timed, topicsOf } from "./table";

/** Larger numbers are calculated from so many topics: each takes the start of a Java machine. */
const sample = 10;

/** The same topics by Kafka's own tool, one command for each, beside the broker. */
export async function kafkaTopicsTool(kafka: KafkaWitness, count: number): Promise<Seconds> {
  const topics = topicsOf(`tool${count}`, Math.min(count, sample));
  const each = async (command: (topic: (typeof topics)[number]) => string[]) => {
    const seconds = await timed(async () => {
      for (const topic of topics) await kafka.tool("kafka-topics", ...command(topic));
    });
    return (seconds / topics.length) * count;
  };
  const create = await each(({ name, partitions, config }) => [
    ...["--create", "--if-not-exists", "--topic", name, "--partitions", String(partitions)],
    ...Object.entries(config).flatMap(([key, value]) => ["--config", `${key}=${value}`]),
  ]);
  const noOp = await each(({ name }) => ["--describe", "--topic", name]);
  const remove = await each(({ name }) => ["--delete", "--topic", name]);
  return { create, noOp, addOne: create / count, remove };
}
