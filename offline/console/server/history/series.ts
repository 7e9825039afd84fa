import type { Sample } from "./sample";

/** Values over time in a fixed number of points; the newest replaces the oldest. NaN means no value. */
export class Series {
  private readonly values: Float32Array;

  constructor(private readonly length: number) {
    this.values = new Float32Array(length).fill(NaN);
  }

  /** Sets the value of the point with this number, counted from the beginning. */
  set(point: number, value: number): void {
    this.values[point % this.length] = value;
  }

  /** Values from one point to another, inclusive. */
  slice(from: number, to: number): (number | null)[] {
    return Array.from({ length: to - from + 1 }, (_, index) => {
      const value = this.values[(from + index) % this.length] ?? NaN;
      return Number.isNaN(value) ? null : value;
    });
  }
}

/** Growth of a counter per second; 0 for a counter that was reset. NaN if a value is unknown. */
export function rate(
  before: number | null | undefined,
  now: number | null,
  seconds: number,
): number {
  if (before === undefined || before === null || now === null || seconds <= 0) return NaN;
  return Math.max(0, now - before) / seconds;
}

/**
 * Messages per second that a broker took in between two samples, for the partitions that it leads now. What
 * they held before it led them is not counted. NaN if a value is unknown.
 */
export function intake(
  broker: string,
  now: Pick<Sample, "at" | "led" | "partitionMessages">,
  before: Pick<Sample, "at" | "partitionMessages"> | undefined,
): number {
  if (!before) return NaN;
  const seconds = (now.at - before.at) / 1000;
  const rates = (now.led.get(broker) ?? []).map((partition) => {
    // A partition that did not exist yet counts as empty.
    const known = before.partitionMessages.get(partition);
    return rate(
      known === undefined ? 0 : known,
      now.partitionMessages.get(partition) ?? null,
      seconds,
    );
  });
  return rates.reduce((sum, each) => sum + each, 0);
}
