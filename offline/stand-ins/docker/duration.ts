const nanoseconds = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 } as const;

/** Parses a duration in Go's format, such as `1m30s` or `1.5h`, into nanoseconds; undefined if invalid. */
export function parseDuration(text: string): number | undefined {
  const [, sign = "", rest = ""] = /^([+-]?)(.+)$/.exec(text) ?? [];
  if (rest === "0") return 0;
  if (!/^(\d+(\.\d*)?(ns|us|µs|ms|s|m|h)|\.\d+(ns|us|µs|ms|s|m|h))+$/.test(rest)) return undefined;
  const parts = rest.matchAll(/([\d.]+)(ns|us|µs|ms|s|m|h)/g);
  const total = [...parts].reduce(
    (sum, [, count, unit]) => sum + Number(count) * nanoseconds[unit as keyof typeof nanoseconds],
    0,
  );
  return Math.round(sign === "-" ? -total : total);
}

/** Formats a duration of whole nanoseconds as Go does: `90s` becomes `1m30s`. */
export function formatDuration(total: number): string {
  if (total === 0) return "0s";
  if (total < nanoseconds.us) return `${total}ns`;
  if (total < nanoseconds.ms) return `${total / nanoseconds.us}µs`;
  if (total < nanoseconds.s) return `${total / nanoseconds.ms}ms`;
  const hours = Math.floor(total / nanoseconds.h);
  const minutes = Math.floor((total % nanoseconds.h) / nanoseconds.m);
  const seconds = (total % nanoseconds.m) / nanoseconds.s;
  if (hours > 0) return `${hours}h${minutes}m${seconds}s`;
  return minutes > 0 ? `${minutes}m${seconds}s` : `${seconds}s`;
}
