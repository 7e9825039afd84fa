/** What a passed smoke test counted and measured. */
export interface SmokeResult {
  /** Messages produced and acknowledged by all in-sync replicas. */
  readonly produced: number;
  /** Messages consumed, each checked; the same number. */
  readonly consumed: number;
  /** Declared topics that Kafka UI shows: all of them. Absent if it is not deployed. */
  readonly topicsInKafkaUi?: number;
  /** Time from sending a batch to its acknowledgement, in milliseconds. */
  readonly produceLatency: Latency;
  /** Time from sending a message to receiving it in the consumer, in milliseconds. */
  readonly endToEndLatency: Latency;
  /** Time of the whole test, in seconds. */
  readonly seconds: number;
  /** When the test passed: ISO 8601, UTC. */
  readonly at: string;
}

/** Percentiles in milliseconds, rounded to tenths. */
export interface Latency {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Percentiles by the nearest-rank method. All are 0 if there are no samples. */
export function latency(samples: readonly number[]): Latency {
  const sorted = [...samples].sort((a, b) => a - b);
  const percentile = (rank: number) => {
    const value = sorted[Math.max(0, Math.ceil((rank / 100) * sorted.length) - 1)] ?? 0;
    return Math.round(value * 10) / 10;
  };
  return { p50: percentile(50), p95: percentile(95), p99: percentile(99) };
}
