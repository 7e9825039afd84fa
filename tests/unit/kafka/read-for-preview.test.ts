import { readTopicsForPreview } from "../../../kafka/topics/read-for-preview";

/** A promise that the test resolves. */
function later<Value>() {
  let resolve: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>((each) => (resolve = each));
  return { promise, resolve };
}

let deadline = later<undefined>();
let described = later<object>();
let topics = later<object>();
const asked = jest.fn();

jest.mock("node:timers/promises", () => ({ setTimeout: () => deadline.promise }));
jest.mock("../../../kafka/connections/kafka", () => ({
  openKafka: () => Promise.resolve({}),
  withAdmin: (_: object, use: (admin: object) => unknown) =>
    use({ describeCluster: () => described.promise }),
}));
jest.mock("../../../kafka/topics/cluster-topics", () => ({
  readClusterTopics: () => {
    asked();
    return topics.promise;
  },
}));

const question = (port: number) => ({
  connection: { via: "direct" as const, addresses: [`localhost:${port}`] },
  names: ["a.b.c"],
  fewReplicas: { below: 1, except: [] },
});
const turn = () => new Promise(setImmediate);

beforeEach(() => {
  [deadline, described, topics] = [later(), later(), later()];
  asked.mockClear();
});

test("brokers that do not answer in time are not waited for", async () => {
  const answer = readTopicsForPreview(question(1));
  deadline.resolve(undefined);
  expect(await answer).toBeUndefined();
});

test("brokers that answer in time may take longer for thousands of topics", async () => {
  const answer = readTopicsForPreview(question(2));
  described.resolve({});
  await turn();
  deadline.resolve(undefined);
  await turn();
  const cluster = { clusterId: "all" };
  topics.resolve(cluster);
  expect(await answer).toBe(cluster);
});

test("the same question is asked once, however long the answer takes, and again once that is old", async () => {
  const clock = jest.spyOn(Date, "now").mockReturnValue(0);
  const first = readTopicsForPreview(question(3));
  described.resolve({});
  clock.mockReturnValue(20_000);
  const second = readTopicsForPreview(question(3));
  topics.resolve({ clusterId: "all" });
  expect(await second).toBe(await first);
  clock.mockReturnValue(24_000);
  await readTopicsForPreview(question(3));
  expect(asked).toHaveBeenCalledTimes(1);
  clock.mockReturnValue(26_000);
  await readTopicsForPreview(question(3));
  expect(asked).toHaveBeenCalledTimes(2);
  clock.mockRestore();
});
