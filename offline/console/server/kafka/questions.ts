import { timeLeft, within } from "../deadline";
import type { BrokerPool } from "./broker-pool";
import { firstAnswer } from "./first-answer";
import type { Exchange } from "./kafkajs-internals";

/** Milliseconds to wait for a broker. */
const limit = 1000;

/**
 * Requests to individual brokers, each with its own time limit. A broker that missed one is not waited for
 * again until the late answer arrives or fails: a page that asks it for several things waits only once.
 */
export class Questions {
  private readonly late = new Map<number, number>();

  constructor(private readonly pool: BrokerPool) {}

  /** A broker's answer; undefined if it does not answer in time or fails. */
  async ask<Answer>(nodeId: number, exchange: Exchange<Answer>): Promise<Answer | undefined> {
    const time = Math.min(limit, timeLeft());
    if (nodeId < 0 || time <= 0 || this.isSilent(nodeId)) return undefined;
    let isDone = false;
    const answer = this.send(nodeId, exchange)
      .catch(() => undefined)
      .finally(() => (isDone = true));
    const inTime = await within(answer, time);
    if (!isDone) this.awaitLate(nodeId, answer);
    return inTime;
  }

  /** The first answer of some brokers, any of which can answer. @throws Error if none does. */
  async askAny<Answer>(nodeIds: readonly number[], exchange: Exchange<Answer>): Promise<Answer> {
    const answering = nodeIds.filter((nodeId) => !this.isSilent(nodeId));
    const candidates = answering.length > 0 ? answering : nodeIds;
    const answer = firstAnswer(candidates, (nodeId) => this.send(nodeId, exchange));
    const inTime = await within(answer, timeLeft());
    if (inTime === undefined) throw new NoAnswer();
    return inTime;
  }

  private isSilent(nodeId: number): boolean {
    return (this.late.get(nodeId) ?? 0) > 0;
  }

  private send<Answer>(nodeId: number, exchange: Exchange<Answer>): Promise<Answer> {
    return this.pool.use(nodeId, ({ connectionPool }) => connectionPool.send(exchange));
  }

  private awaitLate(nodeId: number, answer: Promise<unknown>): void {
    this.late.set(nodeId, (this.late.get(nodeId) ?? 0) + 1);
    void answer.then(() => this.late.set(nodeId, (this.late.get(nodeId) ?? 1) - 1));
  }
}

/** Thrown if no broker answers in time. Its name is one of those that mean an unreachable cluster. */
export class NoAnswer extends Error {
  override readonly name = "KafkaJSRequestTimeoutError";

  constructor() {
    super("no broker responded in time");
  }
}
