import { docker } from "../../tests/e2e/support/command";

/** A load that Kafka's producer puts on a broker. */
export interface Load {
  readonly name: string;
  readonly messages: number;
  /** Messages per second; -1 for as many as possible. */
  readonly rate: number;
}

/** The loads: one for a broker's maximum, one for its latency well below that. */
export const loads: readonly Load[] = [
  { name: "as fast as possible", messages: 300_000, rate: -1 },
  { name: "2,000 messages/s", messages: 20_000, rate: 2000 },
];

/** What Kafka's producer reported for one run. */
export interface Throughput {
  readonly contender: string;
  readonly load: string;
  /** Messages per second, acknowledged by all in-sync replicas. */
  readonly rate: number;
  readonly mebibytes: number;
  /** Milliseconds from the producer's `send` to the acknowledgement. */
  readonly latency: {
    readonly mean: number;
    readonly p50: number;
    readonly p95: number;
    readonly p99: number;
  };
}

const topic = "bench.throughput";

/** Runs kafka-producer-perf-test on a published listener, in a container of the broker's image with host networking. */
export async function measureThroughput(
  contender: string,
  image: string,
  address: string,
  load: Load,
): Promise<Throughput> {
  const lines = await docker(
    ...["run", "--rm", "--network", "host", "--entrypoint", "kafka-producer-perf-test", image],
    ...["--topic", topic, "--num-records", String(load.messages), "--record-size", "200"],
    ...["--throughput", String(load.rate)],
    ...["--producer-props", `bootstrap.servers=${address}`, "acks=all"],
  );
  return { contender, load: load.name, ...readSummary(lines.at(-1) ?? "") };
}

/** Parses the last line of kafka-producer-perf-test. */
export function readSummary(line: string): Omit<Throughput, "contender" | "load"> {
  const number = (pattern: RegExp) => {
    const found = pattern.exec(line)?.[1];
    if (found === undefined) throw new Error(`kafka-producer-perf-test ended with '${line}'`);
    return Number(found);
  };
  return {
    rate: number(/([\d.]+) records\/sec/),
    mebibytes: number(/\(([\d.]+) MB\/sec\)/),
    latency: {
      mean: number(/([\d.]+) ms avg latency/),
      p50: number(/(\d+) ms 50th/),
      p95: number(/(\d+) ms 95th/),
      p99: number(/(\d+) ms 99th/),
    },
  };
}
