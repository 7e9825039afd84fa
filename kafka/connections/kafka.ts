import { setTimeout as pause } from "node:timers/promises";
import { type Admin, Kafka, type KafkaConfig, logLevel, type ProducerConfig } from "kafkajs";
import type { Connection } from "../../targets/connection";
import { socketsOf } from "./port-forward";
import "./request-queue";

/**
 * A Kafka client for the brokers behind a reach. It retries a failed request with growing pauses for about
 * ten seconds, which bridges a broker's restart or a change of leader.
 */
export async function openKafka(
  connection: Connection,
  config: Partial<KafkaConfig> = {},
): Promise<Kafka> {
  return new Kafka(await kafkaConfig(connection, config));
}

/** The configuration of the client that {@link openKafka} returns. */
export async function kafkaConfig(
  connection: Connection,
  config: Partial<KafkaConfig> = {},
): Promise<KafkaConfig> {
  const socketFactory = await socketsOf(connection);
  return {
    ...(socketFactory && { socketFactory }),
    clientId: "kafka-platform",
    brokers: [...connection.addresses],
    connectionTimeout: 3000,
    requestTimeout: 30000,
    retry: { initialRetryTime: 200, maxRetryTime: 2000, retries: 8 },
    // What matters in its log is also thrown as an error; the rest would only alarm.
    logLevel: logLevel.NOTHING,
    ...config,
  };
}

/**
 * For a producer whose acknowledgements are counted. kafkajs repeats a request only to brokers that have not answered
 * it: when a request for several leaders fails in part and a partition moves to a broker that has answered, its
 * messages are never sent, and yet reported as acknowledged (https://github.com/tulios/kafkajs/pull/1798).
 */
export const withoutRetries: ProducerConfig = { retry: { retries: 0 } };

/** Runs `use` with a connected admin client and disconnects it afterwards. */
export async function withAdmin<Result>(
  kafka: Kafka,
  use: (admin: Admin) => Promise<Result>,
): Promise<Result> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await use(admin);
  } finally {
    // Also if it never connected: a socket without an answer would keep the process alive.
    await admin.disconnect();
  }
}

/** Whether a kafkajs error, or one it wraps, may pass by itself: a broker is away, busy or not the leader. */
export function isTransient(error: unknown): boolean {
  if (hasErrors(error)) return error.errors.some(isTransient);
  if (!(error instanceof Error)) return false;
  return (error as { retriable?: boolean }).retriable === true || isTransient(error.cause);
}

/**
 * Repeats `work`, a quarter of a second later, as long as it fails with a transient error.
 *
 * @param timeoutSeconds Time after which a failure is final.
 */
export async function retryTransient<Result>(
  work: () => Promise<Result>,
  timeoutSeconds: number,
): Promise<Result> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  for (; ; await pause(250)) {
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error) || Date.now() > deadline) throw error;
    }
  }
}

/** The message of a kafkajs error, with the causes that its wrappers hide. */
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
