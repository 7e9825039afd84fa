import type { Span, Waterfall } from "../waterfall/waterfall";
import { colours, drawChart } from "./chart";

const kinds: Readonly<Record<Span["kind"], readonly [text: string, colour: string]>> = {
  tool: ["Pulumi and the program", colours.grey],
  resource: ["a resource is made", colours.blue],
  server: ["a server's own start", colours.green],
};

/** The waterfall of one `up`, with the first bar on top. */
export function waterfallChart({ spans, seconds }: Waterfall): string {
  const labels = spans.map(({ label }) => label);
  const series = Object.entries(kinds).map(([kind, [name, color]]) => ({
    name,
    type: "bar",
    stack: "time",
    itemStyle: { color },
    data: spans.map((span) => (span.kind === kind ? span.to - span.from : 0)),
    label: {
      show: true,
      position: "insideLeft",
      color: "#000000",
      // At the start of the bar, where it is readable on short bars too.
      formatter: ({ value }: { value: number }) => (value === 0 ? "" : `${value.toFixed(2)} s`),
    },
  }));
  const option = {
    title: { text: `One pulumi up, ${seconds.toFixed(1)} s`, left: 10, top: 5 },
    legend: {
      top: 30,
      left: 10,
      // Text cannot be measured without a browser: leave enough room for all of it.
      itemGap: 60,
      data: Object.values(kinds).map(([name]) => name),
    },
    grid: { left: 270, right: 60, top: 60, bottom: 30 },
    xAxis: { type: "value", axisLabel: { formatter: "{value} s" }, max: Math.ceil(seconds) },
    yAxis: { type: "category", inverse: true, data: labels, axisTick: { show: false } },
    series: [
      {
        name: "",
        type: "bar",
        stack: "time",
        itemStyle: { color: "transparent" },
        data: spans.map(({ from }) => from),
      },
      ...series,
    ],
  };
  return drawChart(option, { width: 1000, height: 80 + spans.length * 24 });
}
