import { loads, type Throughput } from "../measure/throughput";
import { summarize } from "../statistics";
import { range, table } from "./table";

/** The broker that this project deployed compared with the same broker started by hand. */
export function throughputSection(results: readonly Throughput[]): string {
  const contenders = [...new Set(results.map(({ contender }) => contender))];
  const rows = loads.flatMap(({ name }) =>
    contenders.map((contender) => {
      const runs = results.filter((each) => each.contender === contender && each.load === name);
      const of = (value: (each: Throughput) => number, digits: number) =>
        range(summarize(runs.map(value)), digits);
      return [
        contender.startsWith("pulumi") ? "deployed by `pulumi up`" : "started by `docker run`",
        name,
        of(({ rate }) => rate, 0),
        of(({ latency }) => latency.mean, 1),
        of(({ latency }) => latency.p99, 0),
      ];
    }),
  );
  const head = ["broker", "load", "messages/s", "mean latency, ms", "99th percentile, ms"];
  return `## Throughput and latency

\`kafka-producer-perf-test\` with messages of 200 bytes and \`acks=all\` through the published listener, in
turn against the two brokers, both of which run.

${table(head, rows)}`;
}
