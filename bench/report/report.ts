import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Quantity, quantities, summaryOf } from "../measure/sample";
import type { Entry, Results } from "../results";
import { findings } from "./findings";
import { goals } from "./goals";
import { describeRun } from "./heading";
import { rangeChart } from "./range-chart";
import { scaleChart } from "./scale-chart";
import { scaleSection } from "./scale-section";
import { range, table } from "./table";
import { throughputSection } from "./throughput-section";
import { waterfallChart } from "./waterfall-chart";

/** Writes benchmarks.md and its pictures into a folder; returns the paths. */
export function writeReport(results: Results, folder: string): string[] {
  const images = join(folder, "images");
  mkdirSync(images, { recursive: true });
  const pictures: Record<string, string> = {
    ...(results.contenders.length > 0 && { "bench-start.svg": startChart(results) }),
    ...(results.waterfall && { "bench-waterfall.svg": waterfallChart(results.waterfall) }),
    ...((results.scale?.topics.length ?? 0) > 0 &&
      results.scale && { "bench-scale.svg": scaleChart(results.scale) }),
  };
  const report = join(folder, "benchmarks.md");
  writeFileSync(report, markdown(results));
  const paths = Object.entries(pictures).map(([name, svg]) => {
    writeFileSync(join(images, name), svg);
    return join(images, name);
  });
  return [report, ...paths];
}

function markdown(results: Results): string {
  const parts = [
    describeRun(results),
    goals(results),
    ...(results.contenders.length > 0 ? comparison(results) : []),
    ...(results.scale ? [scaleSection(results.scale)] : []),
    ...(results.failures.length > 0
      ? [`## What failed\n\n${results.failures.map((each) => `- ${each}`).join("\n")}`]
      : []),
  ];
  return `${parts.join("\n\n")}\n`;
}

function comparison(results: Results): string[] {
  return [
    section(results, "From nothing, in seconds", ["firstMessage", "started", "smokePassed"]),
    "![Time from nothing to a passed smoke test](images/bench-start.svg)",
    section(results, "On a running platform, in seconds", [
      "noop",
      "preview",
      "refresh",
      "destroy",
    ]),
    ...(results.waterfall ? [findings(results.waterfall)] : []),
    ...(results.throughput ? [throughputSection(results.throughput)] : []),
    section(results, "Memory, in MiB", ["memory", "toolMemory"], 0),
  ];
}

function section(
  { contenders, samples }: Results,
  title: string,
  shown: readonly Quantity[],
  digits = 1,
): string {
  const rows = contenders.map((entry) => [
    label(entry),
    ...shown.map((quantity) => range(summaryOf(samples, entry.name, quantity), digits)),
  ]);
  const explained = shown.map(
    (each) => `- **${quantities[each].title}**: ${quantities[each].about}.`,
  );
  const head = ["", ...shown.map((each) => quantities[each].title)];
  return `## ${title}\n\n${table(head, rows)}\n\n${explained.join("\n")}`;
}

function startChart({ contenders, samples }: Results): string {
  const rows = contenders.flatMap((entry) => {
    const summary = summaryOf(samples, entry.name, "smokePassed");
    const text = label(entry).replaceAll("`", "");
    return summary ? [{ label: text, summary, isOwn: entry.name.startsWith("pulumi") }] : [];
  });
  return rangeChart("From nothing to a passed smoke test: median, least and most", rows);
}

/** Such as `pulumi up`, Docker, 3 brokers. */
function label({ name, title, brokers }: Entry): string {
  const place = name.includes("kube") ? "Kubernetes" : "Docker";
  return `${title}, ${place}, ${brokers} broker${brokers === 1 ? "" : "s"}`;
}
