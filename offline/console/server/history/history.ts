import type { History as HistoryView } from "../contract";
import type { GroupReader } from "../group-reader";
import type { ClusterClient } from "../kafka/cluster-client";
import { type Counters, type Sample, takeSample } from "./sample";
import { intake, rate, Series } from "./series";

/** What is measured over time, each figure for several names. */
export type Figure = "topicMessages" | "topicBytes" | "brokerMessages" | "brokerBytes" | "groupLag";

const counted = ["topicMessages", "topicBytes", "brokerBytes"] as const;

const intervalMilliseconds = 5000;
/** An hour, as long as sampling keeps its interval. */
const points = 720;
/** Sampling may take at most this share of the time. */
const largestShare = 0.1;
const mostGroups = 200;

/**
 * What a cluster did within the last hour: rates in messages and bytes per second (growth on disk, so
 * compressed bytes of all replicas), and the lag of groups in messages.
 */
export class History {
  private readonly series = new Map<string, Series>();
  private readonly times: number[] = [];
  private point = -1;
  private last?: Sample;
  private timer?: NodeJS.Timeout;
  private stopped = false;
  /** Why the last sample failed; absent if it did not. */
  problem?: string;

  constructor(
    private readonly client: ClusterClient,
    private readonly groups: Pick<GroupReader, "list" | "summaries">,
  ) {}

  /** Starts sampling, until {@link stop}. */
  start(): void {
    void this.sampleAndWait();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /** The latest value of a figure for a name; undefined if it is unknown. */
  latest(figure: Figure, name: string): number | undefined {
    const value = this.series.get(key(figure, name))?.slice(this.point, this.point)[0];
    return value ?? undefined;
  }

  /**
   * The last seconds of a figure, one series for each name.
   *
   * @param seconds From 1 to 3600.
   */
  view(figure: Figure, names: readonly string[], seconds: number): HistoryView {
    const since = Date.now() - seconds * 1000;
    const oldest = Math.max(0, this.point - points + 1);
    const indexes = Array.from({ length: this.point - oldest + 1 }, (_, index) => oldest + index);
    const from = indexes.find((index) => (this.times[index % points] ?? 0) >= since);
    if (from === undefined)
      return { times: [], series: names.map((name) => ({ name, values: [] })) };
    return {
      times: indexes
        .filter((index) => index >= from)
        .map((index) => (this.times[index % points] ?? 0) / 1000),
      series: names.map((name) => ({
        name,
        values:
          this.series.get(key(figure, name))?.slice(from, this.point) ??
          Array<null>(this.point - from + 1).fill(null),
      })),
    };
  }

  private async sampleAndWait(): Promise<void> {
    const started = Date.now();
    try {
      await this.sample();
      this.problem = undefined;
    } catch (error) {
      this.problem = (error as Error).message;
      this.last = undefined;
    }
    if (this.stopped) return;
    const busy = Date.now() - started;
    const wait = Math.max(intervalMilliseconds - busy, busy / largestShare - busy, 0);
    this.timer = setTimeout(() => void this.sampleAndWait(), wait);
  }

  private async sample(): Promise<void> {
    const [sample, lags] = await Promise.all([takeSample(this.client), this.groupLags()]);
    const { last } = this;
    const seconds = last ? (sample.at - last.at) / 1000 : 0;
    this.point += 1;
    this.times[this.point % points] = sample.at;
    for (const figure of counted) {
      for (const [name, value] of sample[figure]) {
        this.set(figure, name, rate(last?.[figure].get(name), value, seconds));
      }
    }
    for (const broker of sample.led.keys()) {
      this.set("brokerMessages", broker, intake(broker, sample, last));
    }
    for (const [group, lag] of lags) this.set("groupLag", group, lag ?? NaN);
    this.forget(sample, lags);
    this.last = sample;
  }

  private async groupLags(): Promise<Counters> {
    const { ids } = await this.groups.list();
    const groups = await this.groups.summaries(ids.slice(0, mostGroups));
    return new Map(
      groups.flatMap(({ groupId, consumerLag }) =>
        consumerLag === undefined ? [] : [[groupId, consumerLag]],
      ),
    );
  }

  private set(figure: Figure, name: string, value: number): void {
    const id = key(figure, name);
    const series = this.series.get(id) ?? new Series(points);
    this.series.set(id, series);
    series.set(this.point, value);
  }

  /** Drops the series of what no longer exists; a broker that is away for a while gets a gap instead. */
  private forget(sample: Sample, lags: Counters): void {
    const seen = new Set([
      ...counted.flatMap((figure) => [...sample[figure].keys()].map((name) => key(figure, name))),
      ...[...sample.led.keys()].map((name) => key("brokerMessages", name)),
      ...[...lags.keys()].map((name) => key("groupLag", name)),
    ]);
    for (const [id, series] of this.series) {
      if (seen.has(id)) continue;
      if (id.startsWith("broker")) series.set(this.point, NaN);
      else this.series.delete(id);
    }
  }
}

function key(figure: Figure, name: string): string {
  return `${figure} ${name}`;
}
