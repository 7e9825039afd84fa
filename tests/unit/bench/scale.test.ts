import fc from "fast-check";
import type { Cost } from "../../../bench/measure/command";
import { partOf, PartsWatch } from "../../../bench/measure/parts";
import { cpuSecondsOf, type Process } from "../../../bench/measure/process-tree";
import { boundOf, boundSentence, peakOf, processorTimes } from "../../../bench/report/bounds";
import { goals } from "../../../bench/report/goals";
import { scaleChart } from "../../../bench/report/scale-chart";
import { scaleSection } from "../../../bench/report/scale-section";
import { type Results, resultsToContinue } from "../../../bench/results";
import type { Scale } from "../../../bench/scale/scale";
import { scaleTopics, topicCounts, topicsFileText } from "../../../bench/scale/topics";
import { parse } from "yaml";

test.each([
  ["pulumi up --yes", "engine"],
  ["/opt/pulumi/bin/pulumi preview", "engine"],
  ["/cache/kafka-platform/pulumi-3/language-host-nodejs 127.0.0.1:1", "engine"],
  ["pulumi-language-nodejs 127.0.0.1:1", "engine"],
  ["/usr/bin/node /work/node_modules/@pulumi/pulumi/cmd/run/index.js --monitor x", "program"],
  ["node /work/provider/pulumi-resource-kafka-platform 127.0.0.1:1", "plugin kafka-platform"],
  ["/home/plugins/resource-docker-v5.2.0/pulumi-resource-docker 127.0.0.1:1", "plugin docker"],
  ["sh -c docker-run", undefined],
  ["node scripts/pulumi-like.ts", undefined],
])("%s is of %s", (command, part) => {
  expect(partOf(command)).toBe(part);
});

test("processor time of a process whose name contains spaces and brackets", () => {
  const stat = "12 (a) b) S 1 12 12 0 -1 4194560 900 0 0 0 150 50 0 0 20 0 11 0 500";
  expect(cpuSecondsOf(stat)).toBe(2);
});

function process(id: number, parent: number, command: string, mebibytes: number, cpuSeconds = 0) {
  return { id, parent, command, residentKiB: mebibytes * 1024, cpuSeconds } satisfies Process;
}

test("a part has the peak of the sum of its processes, also of those that it has started", () => {
  const looks: Process[][] = [
    [process(1, 0, "pulumi up", 100, 1), process(2, 1, "language-host-nodejs", 20, 0.5)],
    [
      process(1, 0, "pulumi up", 110, 2),
      process(3, 1, "node pulumi-resource-docker", 50, 1),
      process(4, 3, "ssh", 5, 0.25),
      process(9, 0, "pulumi up", 999, 9),
    ],
  ];
  const watch = new PartsWatch(1, () => looks.shift() ?? []);
  watch.look();
  watch.look();
  watch.look();
  expect(watch.peakMiB).toBe(165);
  expect(watch.parts).toEqual({
    // A process that has ended keeps its processor time.
    engine: { peakMiB: 120, cpuSeconds: 2.5 },
    "plugin docker": { peakMiB: 55, cpuSeconds: 1.25 },
  });
});

test.each([
  [{ seconds: 100, brokers: 90, pulumi: 2 }, "brokers", 90],
  [{ seconds: 4, brokers: 0, pulumi: 2.5 }, "Pulumi", 2.5],
  [{ seconds: 9, brokers: 1, pulumi: 2 }, "client", 6],
  // Measured at another time, a floor may be above.
  [{ seconds: 3, brokers: 3.5, pulumi: 2 }, "brokers", 3],
])("%j is bounded by the %s", (floors, bound, seconds) => {
  expect(boundOf(floors)).toEqual({ bound, seconds });
});

test("a bound is at least a third of the time, and not more than all of it", () => {
  const time = fc.double({ min: 0.01, max: 1e4, noNaN: true });
  fc.assert(
    fc.property(time, time, time, (seconds, brokers, pulumi) => {
      const found = boundOf({ seconds, brokers, pulumi });
      expect(found?.seconds).toBeLessThanOrEqual(seconds);
      expect(found?.seconds).toBeGreaterThanOrEqual(seconds / 3 - 1e-9);
    }),
  );
});

const cost = (seconds: number, engineMiB = 100): Cost => ({
  seconds,
  peakMiB: engineMiB * 2,
  parts: {
    engine: { peakMiB: engineMiB, cpuSeconds: 1.5 },
    program: { peakMiB: 150, cpuSeconds: 2 },
  },
});

const row = (topics: number, up: number, noop: number) => ({
  ...{ topics, up: cost(up), noop: cost(noop), preview: cost(3), refresh: cost(1.5, 222) },
});

const scale: Scale = {
  at: "2026-11-28T14:00:00.000Z",
  loads: [0.5, 1.5],
  emptyProgram: { ups: [2.5], previews: [2] },
  topicsProgram: { topics: 5000, ups: [3.5], previews: [2.5] },
  topics: [row(10, 5, 3), row(5000, 120, 4.25)],
  bare: [
    { topics: 10, create: 0.5, read: 0.1 },
    { topics: 5000, create: 100, read: 1 },
  ],
  comment: { topics: 1000, seconds: 8, writingSeconds: 0.1, previewMiB: 1.5, characters: 20021 },
  brokers: [
    {
      ...{ brokers: 9, up: cost(60), noop: cost(3), preview: cost(3), refresh: cost(2) },
      ...{ destroy: cost(30), memoryMiB: 2500, script: 45 },
    },
  ],
};

const results = {
  machine: {} as Results["machine"],
  rounds: 1,
  contenders: [],
  samples: [],
  failures: [],
};

test("the goals of many topics are judged, and have dashes as long as they are not measured", () => {
  const measured = (each: Results) =>
    goals(each)
      .split("\n")
      .filter((line) => line.includes("5,000"))
      .map((line) => line.split("|").at(-2)?.trim());
  expect(measured({ ...results, scale })).toEqual(["1.20 x, met", "1.25 s, met"]);
  expect(measured({ ...results, scale: { ...scale, topics: [row(5000, 131, 4.25)] } })).toEqual([
    "1.31 x, missed",
    "–",
  ]);
  expect(measured(results)).toEqual(["–", "–"]);
});

test("the section says what was measured and what bounds it", () => {
  const text = scaleSection(scale);
  expect(text).toContain("with a one-minute load of 0.5 to 1.5");
  const cells = text
    .split("\n")
    .filter((line) => line.startsWith("| 5,000 "))
    .map((line) => line.split("|").map((each) => each.trim()));
  expect(cells).toEqual([
    ["", "5,000", "120.0", "100.0", "4.3", "3.0", "1.5", "1.0", "222", "150", "–", ""],
  ]);
  expect(text).toContain(
    "with 5,000 topics 120.0 s, bounded by the brokers, where the bare calls take 100.0 s",
  );
  expect(text).toContain(
    "3.0 s, bounded by Pulumi, where an empty program takes 2.5 s; with 5,000 topics 4.3 s, bounded by Pulumi, where a program that only exports these topics takes 3.5 s",
  );
  expect(text).toContain("`up` takes 60.0 s, bounded by the brokers");
  expect(text).toContain("the previews bound it");
  expect(text).toContain("the comment 20,021 characters");
});

test("without measurements, the section has neither tables nor a chart", () => {
  const text = scaleSection({ at: scale.at, loads: [1], topics: [], bare: [], brokers: [] });
  expect(text).not.toMatch(/^\||!\[/m);
});

test("the chart has a line for each command and for the bare calls", () => {
  const svg = scaleChart(scale);
  for (const name of ["up that creates them", "up, nothing to do", "preview", "refresh"]) {
    expect(svg).toContain(`>${name}</text>`);
  }
});

test("a bound is named with what takes the time", () => {
  expect(boundSentence({ seconds: 4, brokers: 0, pulumi: 2.5 }, "")).toBe(
    "4.0 s, bounded by Pulumi, where an empty program takes 2.5 s",
  );
  const unknown = "4.0 s, and what bounds it was not measured";
  expect(boundSentence({ seconds: 4, brokers: undefined, pulumi: 2.5 }, "")).toBe(unknown);
  expect(boundSentence({ seconds: 4, brokers: 1, pulumi: undefined }, "")).toBe(unknown);
  expect(processorTimes(cost(1).parts)).toBe("program 2.0 s, engine 1.5 s");
  expect(peakOf("engine", [cost(1, 5), cost(1, 7)])).toBe(7);
  expect(peakOf("plugin docker", [cost(1)])).toBeUndefined();
});

test("bare calls and the program get the same topics", () => {
  for (const count of topicCounts) {
    const file = parse(topicsFileText(count)) as { name: string }[];
    expect(file).toHaveLength(count);
    const declared = file.map(({ name, ...topic }) => [name, { ...topic, replicationFactor: 1 }]);
    expect(Object.fromEntries(declared)).toEqual(scaleTopics(count));
  }
});

test("a run keeps what it does not measure, but compares only contenders of one run", () => {
  const last: Results = {
    ...{ ...results, rounds: 5, scale, failures: ["old"] },
    contenders: [{ name: "compose-1", title: "Compose", brokers: 1 }],
  };
  const now: Results = { ...results, rounds: 2 };
  const kept = (contenders: boolean, isScale: boolean) =>
    resultsToContinue(now, { measures: { contenders, scale: isScale }, last });
  expect(kept(false, true)).toEqual({ ...last, failures: [] });
  expect(kept(true, false)).toEqual({ ...now, scale });
  expect(kept(true, true)).toEqual(now);
  expect(
    resultsToContinue(now, { measures: { contenders: false, scale: true }, last: undefined }),
  ).toBe(now);
});
