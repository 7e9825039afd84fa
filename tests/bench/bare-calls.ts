import type { Admin } from "kafkajs";
import { createInBatches, readTopics } from "../../bench/scale/bare-topics";
import { openKafka, withAdmin } from "../../kafka/connections/kafka";
import type { TopicDeclarations } from "../../kafka/topics/declaration";
import type { TestStack } from "../e2e/support/stack";
import { type Seconds, timed, topicsOf } from "./table";

/** The same topics in as few calls as kafkajs needs, with nothing around them: the floor. */
export async function bareCalls(stack: TestStack, count: number): Promise<Seconds> {
  const addresses = [`localhost:${String(stack.get("brokerPort"))}`];
  const connected = async (work: (admin: Admin) => Promise<unknown>) =>
    timed(async () => withAdmin(await openKafka({ via: "direct", addresses }), work));
  const topics = declared(`bare${count}`, count);
  const names = Object.keys(topics);
  return {
    create: await connected((admin) => createInBatches(admin, topics)),
    noOp: await connected((admin) => readTopics(admin, names)),
    refresh: await connected((admin) => readTopics(admin, names)),
    addOne: await connected((admin) => createInBatches(admin, declared(`bareMore${count}`, 1))),
    remove: await connected((admin) => admin.deleteTopics({ topics: names, timeout: 30000 })),
  };
}

function declared(prefix: string, count: number): TopicDeclarations {
  const topics = topicsOf(prefix, count);
  return Object.fromEntries(
    topics.map(({ name, ...topic }) => [name, { ...topic, replicationFactor: 1 }]),
  );
}
