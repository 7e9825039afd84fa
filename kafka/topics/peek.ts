import { setTimeout as pause } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { Reach } from "../../targets/reach";
import { openKafka, withAdmin } from "../connection";
import { type ClusterTopics, readClusterTopics } from "./cluster-topics";

const deadlineMs = 5000;
/** How long an answer is good for: a preview asks the same twice within a moment. */
const freshMs = 5000;

let last: { reach: Reach; names: readonly string[]; at: number; answer: Promise<Answer> };
type Answer = ClusterTopics | undefined;

/**
 * Looks at a cluster's topics for a preview: undefined where no broker answers within seconds, which is
 * no error, for a preview must also work when the brokers are down or not there yet.
 *
 * @param names The topics whose settings to read.
 */
export function peekAtTopics(reach: Reach, names: readonly string[]): Promise<Answer> {
  const isFresh = (last as typeof last | undefined) && Date.now() - last.at < freshMs;
  if (isFresh && isDeepStrictEqual([last.reach, last.names], [reach, names])) return last.answer;
  const nothing = pause(deadlineMs, undefined, { ref: false });
  last = {
    reach,
    names,
    at: Date.now(),
    answer: Promise.race([read(reach, names), nothing]).catch(() => undefined),
  };
  return last.answer;
}

async function read(reach: Reach, names: readonly string[]): Promise<ClusterTopics> {
  const wanted = new Set(names);
  const kafka = await openKafka(reach, {
    connectionTimeout: 1500,
    requestTimeout: deadlineMs,
    retry: { initialRetryTime: 50, retries: reach.addresses.length - 1 },
  });
  return withAdmin(kafka, (admin) => readClusterTopics(admin, (name) => wanted.has(name)));
}
