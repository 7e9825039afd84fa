import { type Admin, Kafka, type KafkaConfig, logLevel } from "kafkajs";
import type { Reach } from "../targets/reach";
import { forwardingSockets } from "./port-forward";

/**
 * A Kafka client for the brokers behind a reach. It tries a failed request again with growing
 * pauses for about ten seconds, so that a broker's restart or a change of leader goes unnoticed.
 */
export async function openKafka(reach: Reach, config: Partial<KafkaConfig> = {}): Promise<Kafka> {
  return new Kafka({
    ...(reach.via === "kubernetes" && { socketFactory: await forwardingSockets(reach) }),
    clientId: "kafka-platform",
    brokers: [...reach.addresses],
    connectionTimeout: 3000,
    requestTimeout: 30000,
    retry: { initialRetryTime: 200, maxRetryTime: 2000, retries: 8 },
    // What matters of its log comes back as an error; the rest would only alarm.
    logLevel: logLevel.NOTHING,
    ...config,
  });
}

/** Runs `use` with a connected admin client and disconnects it afterwards. */
export async function withAdmin<Result>(
  kafka: Kafka,
  use: (admin: Admin) => Promise<Result>,
): Promise<Result> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await use(admin);
  } finally {
    await admin.disconnect();
  }
}

/** Whether an error of kafkajs, or one that it wraps, may pass by itself: a broker that is away, busy or no leader. */
export function isTransient(error: unknown): boolean {
  if (hasErrors(error)) return error.errors.some(isTransient);
  if (!(error instanceof Error)) return false;
  return (error as { retriable?: boolean }).retriable === true || isTransient(error.cause);
}

/** What an error of kafkajs says, with the causes that its wrappers hide. */
export function explain(error: unknown): string {
  if (error instanceof AggregateError || hasErrors(error)) {
    return error.errors.map(explain).join("; ");
  }
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : explain(error.cause);
  return cause && !error.message.includes(cause) ? `${error.message} (${cause})` : error.message;
}

function hasErrors(error: unknown): error is { errors: unknown[] } {
  return Array.isArray((error as { errors?: unknown } | null)?.errors);
}
