import { serverSpans, spansOf, type TimedEvent } from "../../../bench/waterfall/waterfall";

const urn = (type: string, name: string) => `urn:pulumi:dev::kafka-platform::${type}::${name}`;
const step = (type: string, name: string) => ({ metadata: { type, urn: urn(type, name) } });
const stack = step("pulumi:pulumi:Stack", "kafka-platform-dev");
const platform = step("kafka-platform:index:KafkaPlatform", "platform");
const network = step("docker:index/network:Network", "docker");
const topics = step("kafka-platform:kafka:Topics", "platform-topics");

const events: TimedEvent[] = [
  { at: 1, event: { preludeEvent: {} } },
  { at: 2, event: { resourcePreEvent: stack } },
  { at: 3, event: { diagnosticEvent: { message: "Running program '/here/index.ts' in pwd" } } },
  { at: 4, event: { resourcePreEvent: platform } },
  { at: 5, event: { resourcePreEvent: network } },
  { at: 5.5, event: { resOutputsEvent: platform } },
  { at: 6, event: { resourcePreEvent: topics } },
  { at: 8, event: { resOutputsEvent: network } },
  { at: 9, event: { resOutputsEvent: topics } },
  { at: 9.5, event: { resOutputsEvent: stack } },
  { at: 10, event: { summaryEvent: {} } },
];

test("the engine's events become bars in the order of their beginnings, without components", () => {
  expect(spansOf(events, 10.5)).toEqual([
    { label: "pulumi starts", from: 0, to: 1, kind: "tool" },
    { label: "Node.js and Pulumi's SDK start", from: 1, to: 2, kind: "tool" },
    { label: "the stack is registered", from: 2, to: 3, kind: "tool" },
    { label: "the program loads and declares", from: 3, to: 4, kind: "tool" },
    { label: "plugins start", from: 4, to: 5, kind: "tool" },
    { label: "Network docker", from: 5, to: 8, kind: "resource" },
    { label: "Topics platform-topics", from: 6, to: 9, kind: "resource" },
    { label: "state is written, pulumi ends", from: 10, to: 10.5, kind: "tool" },
  ]);
});

test("a resource that was begun and never made has no bar", () => {
  const unfinished = events.filter(({ event }) => event.resOutputsEvent !== network);
  expect(spansOf(unfinished, 10.5).map(({ label }) => label)).not.toContain("Network docker");
});

test.each([
  [
    { name: "kafka", startedAt: 1, servesAt: 4 },
    [{ label: "kafka: its own start", from: 1, to: 4, kind: "server" }],
  ],
  [{ name: "kafka-ui", startedAt: 1 }, []],
])("%j", (start, spans) => {
  expect(serverSpans(start)).toEqual(spans);
});
