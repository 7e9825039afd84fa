import { explain } from "../connections/kafka";

/** The steps of the smoke test, each with what to look at when it fails. */
const advice = {
  connect:
    "Check that the brokers are running and that this machine reaches their advertised address.",
  topics:
    "Check whether the topic was created: run `pulumi up --refresh`, which creates what is missing.",
  "join group":
    "Check that __consumer_offsets has a leader; it needs as many brokers as offsets.topic.replication.factor.",
  produce: "Check the connection to the broker that leads the partition, and its free disk space.",
  consume: "Check the consumer group, its offsets and the topic in Kafka UI.",
  verify: "Check the brokers' logs for a restart or an unclean leader election during the test.",
  "Kafka UI": "Check the log of Kafka UI, and that this machine reaches its page.",
  "commit offsets":
    "Check the coordinator of the consumer group: the broker that leads its part of __consumer_offsets.",
} as const;

/** Name of a step of the smoke test. */
export type SmokeStep = keyof typeof advice;

/** Thrown if the smoke test fails: the message names the step, the cause and what to check. */
export class SmokeError extends Error {
  override readonly name = "SmokeError";

  constructor(
    readonly step: SmokeStep,
    cause: unknown,
  ) {
    super(`Smoke test failed at step '${step}': ${explain(cause)}. ${advice[step]}`, { cause });
  }
}

/** Runs a step; what it throws becomes a {@link SmokeError} of that step. */
export async function step<Result>(
  name: SmokeStep,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw new SmokeError(name, error);
  }
}
