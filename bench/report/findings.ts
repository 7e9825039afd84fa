import type { Span, Waterfall } from "../waterfall/waterfall";
import { table } from "./table";

/** The waterfall, and its times by kind. */
export function findings({ spans, seconds: all }: Waterfall): string {
  const total = (kind: Span["kind"]) => union(spans.filter((span) => span.kind === kind));
  const rows = [
    ["Pulumi and the program: start, plugins, declaring, writing the state", total("tool")],
    ["resources being made, at least one at a time", total("resource")],
    ["of that: servers starting", total("server")],
  ] as const;
  return `## Where the time goes

One \`pulumi up\` of one broker on Docker, ${all.toFixed(1)} s. What begins while something else runs adds no time.

![Waterfall of one pulumi up](images/bench-waterfall.svg)

${table(
  ["", "seconds"],
  rows.map(([text, time]) => [text, time.toFixed(1)]),
)}`;
}

/** Time in seconds during which at least one of the bars runs. */
export function union(spans: readonly Pick<Span, "from" | "to">[]): number {
  let [sum, end] = [0, -Infinity];
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    sum += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return sum;
}
