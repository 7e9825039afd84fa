import { summaryOf } from "../measure/sample";
import { summarize } from "../statistics";
import type { Results } from "../results";
import type { Span, Waterfall } from "../waterfall/waterfall";
import { table } from "./table";

/** How the measurements compare with the project's goals. */
export function goals({ samples, waterfall, emptyPreviews = [] }: Results): string {
  const median = (contender: string, quantity: Parameters<typeof summaryOf>[2]) =>
    summaryOf(samples, contender, quantity)?.median;
  const up = median("pulumi-docker-1", "smokePassed");
  const compose = median("compose-1", "smokePassed");
  const server = ownStart(waterfall?.spans ?? []);
  const noop = median("pulumi-docker-1", "noop");
  const preview = median("pulumi-docker-1", "preview");
  const rows = [
    ["`pulumi up` to the smoke test, of Compose's time", "at most 1.3", ratio(up, compose)],
    [
      "the same, beyond the servers' own start",
      "at most 8 s",
      seconds(up !== undefined && server > 0 ? up - server : undefined),
    ],
    ["`up` with nothing to do", "at most 3 s", seconds(noop)],
    ["`preview` with nothing to do", "at most 3 s", seconds(preview)],
    [
      "of that: `preview` of a program that declares nothing",
      "",
      seconds(summarize(emptyPreviews)?.median),
    ],
  ];
  return `## Goals\n\nOne broker on Docker, medians.\n\n${table(["", "goal", "measured"], rows)}`;
}

/** Time in seconds that the servers themselves take to start, added up. */
function ownStart(spans: readonly Span[]): number {
  return spans
    .filter(({ kind }) => kind === "server")
    .reduce((sum, { from, to }) => sum + to - from, 0);
}

/** The waterfall, and its times by kind. */
export function findings({ spans, seconds: all }: Waterfall): string {
  const total = (kind: Span["kind"]) => union(spans.filter((span) => span.kind === kind));
  const rows = [
    ["Pulumi and the program: start, plugins, declaring, writing the state", total("tool")],
    ["resources being made, at least one at a time", total("resource")],
    ["of that: servers starting", total("server")],
    ["of that: waiting for the next health check", total("wait")],
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

function ratio(value: number | undefined, of: number | undefined): string {
  return value === undefined || of === undefined ? "–" : (value / of).toFixed(2);
}

function seconds(value: number | undefined): string {
  return value === undefined ? "–" : `${value.toFixed(1)} s`;
}
