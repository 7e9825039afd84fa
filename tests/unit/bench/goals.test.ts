import { goals } from "../../../bench/report/goals";
import type { Results } from "../../../bench/results";

const results: Results = {
  machine: {} as Results["machine"],
  rounds: 1,
  contenders: [],
  failures: [],
  samples: [
    { contender: "pulumi-docker-1", round: 1, load: 0, measured: { smokePassed: 9, noop: 3.5 } },
    { contender: "compose-1", round: 1, load: 0, measured: { smokePassed: 12 } },
    { contender: "pulumi-docker-3", round: 1, load: 0, measured: { smokePassed: 18, noop: 2.6 } },
    { contender: "compose-3", round: 1, load: 0, measured: { smokePassed: 20 } },
  ],
  waterfall: {
    seconds: 9,
    spans: [
      { label: "Network docker", from: 2.2, to: 4.4, kind: "resource" },
      { label: "Container platform-zookeeper", from: 4.5, to: 5, kind: "resource" },
    ],
  },
  emptyProgram: { previews: [2], ups: [2.2, 2.4, 2.3] },
};

test("each goal is met, missed or was not measured", () => {
  const lines = goals(results)
    .split("\n")
    .filter((line) => line.startsWith("| ") && !line.startsWith("| ---"))
    .map((line) => line.replaceAll(/ +\|/g, " |"));
  expect(lines).toEqual([
    "| | goal | measured |",
    "| Docker, 1 broker, to a passed smoke test | at most 0.75 x Compose | 0.75 x, met |",
    "| Docker, 3 brokers, to a passed smoke test | at most 0.85 x Compose | 0.90 x, missed |",
    "| Docker, 1 broker, to the first acknowledged message | at most 1.15 x Compose | – |",
    "| Kubernetes, 1 broker, to a passed smoke test | at most 1 x kubectl | – |",
    "| Kubernetes, 3 brokers, to a passed smoke test | at most 1 x kubectl | – |",
    "| Kubernetes, 3 brokers, destroy | at most 2 x kubectl | – |",
    "| Docker, 1 broker, `up` with nothing to do | at most 1.0 s more than an empty program | 1.20 s, missed |",
    "| Docker, 1 broker, preview with nothing to do | at most 1.0 s more than an empty program | – |",
    "| Create 5,000 topics with 3 partitions | at most 1.3 x the bare batched calls | – |",
    "| `up` with nothing to do, 5,000 topics | at most 1.5 s more than with 10 | – |",
  ]);
});

test("each missed ratio is explained by what was measured", () => {
  const lines = goals(results)
    .split("\n")
    .filter((line) => line.startsWith("- "));
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(
    /^- Docker, 3 brokers, to a passed smoke test: an `up` with nothing to do takes 2\.6 s, before anything is made; Compose, which keeps no state, needs 20\.0 s for everything\. In the waterfall the first container begins after 4\.5 s, 2\.2 of them for the network, /,
  );
  expect(lines[1]).toMatch(/^- On Docker, kept: /);
});
