import { loadavg } from "node:os";
import type { Contender } from "../contenders/contender";
import { runSmokeTest } from "../../kafka/smoke/run";
import { createTopics } from "./create-topics";
import { FirstMessage } from "./first-message";
import type { Sample } from "./sample";

/** Number of messages of the smoke test, as in the defaults of Pulumi.yaml. */
export const smokeMessages = 1000;

/**
 * Takes a contender from nothing to a platform and back again, and measures each step.
 *
 * @param topics Names of the topics that the contender creates.
 */
export async function measureRound(
  contender: Contender,
  topics: readonly string[],
  round: number,
): Promise<Sample> {
  const load = loadavg()[0] ?? 0;
  const started = performance.now();
  const observer = new FirstMessage(contender.connection);
  try {
    const start = await contender.start();
    const { connection, brokers } = contender;
    if (contender.topics) await createTopics(connection, contender.topics);
    if (!contender.provesItself) {
      await runSmokeTest({ connection, messages: smokeMessages, brokers, topics });
    }
    const smokePassed = (performance.now() - started) / 1000;
    const firstMessage = await observer.seconds;
    const memory = await contender.memory();
    const [noop, preview, refresh] = [
      await contender.noop?.(),
      await contender.preview?.(),
      await contender.refresh?.(),
    ];
    const destroy = await contender.destroy();
    const costs = [start, noop, preview, refresh, destroy];
    const measured = {
      firstMessage,
      started: start.seconds,
      smokePassed,
      noop: noop?.seconds,
      preview: preview?.seconds,
      refresh: refresh?.seconds,
      destroy: destroy.seconds,
      memory,
      toolMemory: Math.max(...costs.map((cost) => cost?.peakMiB ?? 0)),
    };
    return { contender: contender.name, round, load, measured };
  } finally {
    observer.stop();
  }
}
