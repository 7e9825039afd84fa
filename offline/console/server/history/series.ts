/** Values over time of a fixed number of points, the newest in place of the oldest. NaN is no value. */
export class Series {
  private readonly values: Float32Array;

  constructor(private readonly length: number) {
    this.values = new Float32Array(length).fill(NaN);
  }

  /** Sets the value of the point with this number, counted since the beginning. */
  set(point: number, value: number): void {
    this.values[point % this.length] = value;
  }

  /** Values from one point to another, the last one too. */
  slice(from: number, to: number): (number | null)[] {
    return Array.from({ length: to - from + 1 }, (_, index) => {
      const value = this.values[(from + index) % this.length] ?? NaN;
      return Number.isNaN(value) ? null : value;
    });
  }
}

/** What a counter grew by in a second; a counter that was set back did not grow. */
export function rate(before: number | undefined, now: number, seconds: number): number {
  if (before === undefined || seconds <= 0) return NaN;
  return Math.max(0, now - before) / seconds;
}
