import { setTimeout as pause } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { Connection } from "../../targets/connection";
import { openKafka, withAdmin } from "../connections/kafka";
import { type ClusterTopics, readClusterTopics, type ReadOptions } from "./cluster-topics";

const deadlineMs = 5000;
/** How long an answer is valid: a preview asks the same question twice in quick succession. */
const freshMs = 5000;

type Answer = ClusterTopics | undefined;

interface Question {
  readonly connection: Connection;
  readonly names: readonly string[];
  /** See {@link ReadOptions}. */
  readonly fewReplicas: NonNullable<ReadOptions["fewReplicas"]>;
}

let last: { question: Question; at: number; answer: Promise<Answer> } | undefined;

/**
 * Reads a cluster's topics for a preview: undefined if no broker answers within seconds. That is no error,
 * because a preview must also work when the brokers are down or do not exist yet.
 *
 * @param question How to reach the cluster, and the topics whose settings to read.
 */
export function readTopicsForPreview(question: Question): Promise<Answer> {
  const now = Date.now();
  if (!last || now - last.at > freshMs || !isDeepStrictEqual(last.question, question)) {
    const nothing = pause(deadlineMs, undefined, { ref: false });
    const answer = Promise.race([read(question), nothing]).catch(() => undefined);
    last = { question, at: now, answer };
  }
  return last.answer;
}

async function read({ connection, names, fewReplicas }: Question): Promise<ClusterTopics> {
  const wanted = new Set(names);
  const kafka = await openKafka(connection, {
    connectionTimeout: 1500,
    requestTimeout: deadlineMs,
    retry: { initialRetryTime: 50, retries: connection.addresses.length - 1 },
  });
  return withAdmin(kafka, (admin) =>
    readClusterTopics(admin, (name) => wanted.has(name), { fewReplicas }),
  );
}
