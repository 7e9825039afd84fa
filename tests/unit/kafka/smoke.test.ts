import fc from "fast-check";
import { smokeMessages, verifyMessages } from "../../../kafka/smoke/messages";
import { latency } from "../../../kafka/smoke/result";
import { SmokeError, step } from "../../../kafka/smoke/steps";

const run = "run-1";
const sent = smokeMessages(run, 100);

describe("verifying", () => {
  test("accepts what arrived as it was sent, among messages of others", () => {
    const others = [...smokeMessages("run-0", 5), { key: undefined, value: "no JSON" }];
    expect(verifyMessages(run, sent, [...others, ...sent])).toEqual([]);
  });

  test.each<[string, (messages: typeof sent) => { key: string; value: string }[], string]>([
    ["a lost message", (all) => all.slice(1), "1 of 100 messages did not arrive"],
    ["a doubled message", (all) => [...all, ...all.slice(-1)], "1 messages arrived more than once"],
    [
      "an altered key",
      (all) => all.map((each, index) => (index === 3 ? { ...each, key: "key-9" } : each)),
      "1 messages arrived altered",
    ],
    [
      "a changed order within a key",
      ([first, ...rest]) => [...rest, first!],
      "the order was lost within key-0",
    ],
  ])("finds %s", (_, damage, problem) => {
    expect(verifyMessages(run, sent, damage(sent))).toContain(problem);
  });

  test("accepts any order between keys, as partitions give it", () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...new Set(sent.map(({ key }) => key))], { minLength: 20 }),
        (keys) => {
          const byKey = keys.flatMap((key) => sent.filter((message) => message.key === key));
          expect(verifyMessages(run, sent, byKey)).toEqual([]);
        },
      ),
    );
  });

  test("finds any single loss", () => {
    fc.assert(
      fc.property(fc.nat({ max: sent.length - 1 }), (index) => {
        const rest = sent.filter((_, each) => each !== index);
        expect(verifyMessages(run, sent, rest)).toEqual(["1 of 100 messages did not arrive"]);
      }),
    );
  });
});

test("percentiles are of the nearest rank", () => {
  const samples = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(latency(samples)).toEqual({ p50: 50, p95: 95, p99: 99 });
  expect(latency([7.04])).toEqual({ p50: 7, p95: 7, p99: 7 });
  expect(latency([])).toEqual({ p50: 0, p95: 0, p99: 0 });
});

test("a failed step names itself, the cause and what to check", async () => {
  const failure = step("produce", () => {
    throw new AggregateError([new Error("no leader"), new Error("disk full")]);
  });
  await expect(failure).rejects.toThrow(
    new SmokeError("produce", new Error("no leader; disk full")).message,
  );
  await expect(failure).rejects.toThrow(
    "Smoke test failed at step 'produce': no leader; disk full. " +
      "Check the connection to the broker that leads the partition, and its free disk space.",
  );
});
