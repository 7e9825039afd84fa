import { setTimeout as pause } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { Connection } from "../../targets/connection";
import { openKafka, withAdmin } from "../connections/kafka";
import { type ClusterTopics, readClusterTopics, type ReadOptions } from "./cluster-topics";

/** How long the brokers may take to answer at all. */
const deadlineMs = 5000;
/** How long they may take to answer a request after that: the settings of thousands of topics take a while. */
const requestMs = 30000;
/** How long an answer is valid once it is there: a preview asks the same question twice in quick succession. */
const freshMs = 5000;

type Answer = ClusterTopics | undefined;

interface Question {
  readonly connection: Connection;
  readonly names: readonly string[];
  /** See {@link ReadOptions}. */
  readonly fewReplicas: NonNullable<ReadOptions["fewReplicas"]>;
}

/** `until`: when the answer ends to be valid; unlimited before it is there. */
let last: { question: Question; until: number; answer: Promise<Answer> } | undefined;

/**
 * Reads a cluster's topics for a preview: undefined if no broker answers within seconds. That is no error,
 * because a preview must also work when the brokers are down or do not exist yet.
 *
 * @param question How to reach the cluster, and the topics whose settings to read.
 */
export function readTopicsForPreview(question: Question): Promise<Answer> {
  if (!last || Date.now() > last.until || !isDeepStrictEqual(last.question, question)) {
    const answer = readIfAnswered(question).catch(() => undefined);
    const asked = { question, until: Infinity, answer };
    void answer.then(() => (asked.until = Date.now() + freshMs));
    last = asked;
  }
  return last.answer;
}

/** Reads topics, unless no broker answers before the deadline. */
async function readIfAnswered(question: Question): Promise<Answer> {
  let isAnswered = false;
  const reading = read(question, () => (isAnswered = true));
  const nothing = pause(deadlineMs, undefined, { ref: false });
  const first = await Promise.race([reading, nothing]);
  return first ?? (isAnswered ? reading : undefined);
}

async function read(
  { connection, names, fewReplicas }: Question,
  onAnswer: () => void,
): Promise<ClusterTopics> {
  const wanted = new Set(names);
  const open = (requestTimeout: number) =>
    openKafka(connection, {
      connectionTimeout: 1500,
      requestTimeout,
      retry: { initialRetryTime: 50, retries: connection.addresses.length - 1 },
    });
  await withAdmin(await open(deadlineMs), (admin) => admin.describeCluster());
  onAnswer();
  return withAdmin(await open(requestMs), (admin) =>
    readClusterTopics(admin, (name) => wanted.has(name), { fewReplicas }),
  );
}
