import { inTime, timeLeft, within } from "../../offline/console/server/deadline";
import type { BrokerPool } from "../../offline/console/server/kafka/broker-pool";
import { firstAnswer } from "../../offline/console/server/kafka/first-answer";
import type { Exchange } from "../../offline/console/server/kafka/kafkajs-internals";
import { Questions } from "../../offline/console/server/kafka/questions";

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const never = () => new Promise<never>(() => undefined);

test("a page has 1.5 seconds for all that it awaits, other work has no limit", async () => {
  expect(timeLeft()).toBe(Infinity);
  await inTime(async () => {
    expect(timeLeft()).toBe(1500);
    await jest.advanceTimersByTimeAsync(600);
    expect(timeLeft()).toBe(900);
    await jest.advanceTimersByTimeAsync(2000);
    expect(timeLeft()).toBe(0);
  });
  expect(timeLeft()).toBe(Infinity);
});

test("a late result is undefined, and its later failure is ignored", async () => {
  const fail = async () => {
    await pause(200);
    throw new Error("too late");
  };
  const result = within(fail(), 100);
  await jest.advanceTimersByTimeAsync(100);
  expect(await result).toBeUndefined();
  await jest.advanceTimersByTimeAsync(100);
});

test("the next broker is asked if one fails or does not answer for 250 ms", async () => {
  const asked: string[] = [];
  const answer = firstAnswer(["fails", "silent", "answers", "idle"], (name) => {
    asked.push(name);
    if (name === "fails") return Promise.reject(new Error(name));
    return name === "silent" ? never() : Promise.resolve(name);
  });
  await jest.advanceTimersByTimeAsync(249);
  expect(asked).toEqual(["fails", "silent"]);
  await jest.advanceTimersByTimeAsync(1);
  expect(await answer).toBe("answers");
  await jest.advanceTimersByTimeAsync(1000);
  expect(asked).toEqual(["fails", "silent", "answers"]);
});

test("if all brokers fail, the last error is thrown", async () => {
  const ask = (name: string) => Promise.reject(new Error(name));
  await expect(firstAnswer(["a", "b"], ask)).rejects.toThrow("b");
  await expect(firstAnswer([], ask)).rejects.toThrow("no broker is available");
});

/** Questions to brokers that answer after so many milliseconds, or fail. */
function questionsTo(brokers: Record<number, number | Error>) {
  const asked: number[] = [];
  const use = async (nodeId: number) => {
    asked.push(nodeId);
    const behaviour = brokers[nodeId] ?? 0;
    if (behaviour instanceof Error) throw behaviour;
    if (behaviour > 0) await pause(behaviour);
    return `${nodeId} answers`;
  };
  return { asked, questions: new Questions({ use } as unknown as BrokerPool) };
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const exchange = {} as Exchange<string>;

test("a failing broker counts as silent, one without an ID is not asked", async () => {
  const { questions, asked } = questionsTo({ 1: new Error("refused") });
  expect(await questions.ask(1, exchange)).toBeUndefined();
  expect(await questions.ask(-1, exchange)).toBeUndefined();
  expect(asked).toEqual([1]);
});

test("a page waits for a silent broker once, and asks it again after its late answer", async () => {
  const { questions, asked } = questionsTo({ 1: 3000 });
  const first = questions.ask(1, exchange);
  await jest.advanceTimersByTimeAsync(1000);
  expect(await first).toBeUndefined();
  expect(await questions.ask(1, exchange)).toBeUndefined();
  expect(asked).toEqual([1]);
  expect(await questions.askAny([1, 2], exchange)).toBe("2 answers");
  await jest.advanceTimersByTimeAsync(2000);
  void questions.ask(1, exchange);
  expect(asked).toEqual([1, 2, 1]);
});

test("several silent brokers in a row take no more than the page's time", async () => {
  const { questions } = questionsTo({ 1: 60_000, 2: 60_000, 3: 60_000 });
  const started = Date.now();
  const page = inTime(async () => {
    for (const nodeId of [1, 2, 3]) await questions.ask(nodeId, exchange);
    return Date.now() - started;
  });
  await jest.advanceTimersByTimeAsync(5000);
  expect(await page).toBe(1500);
});
