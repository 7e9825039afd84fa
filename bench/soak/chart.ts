import { colours, drawChart } from "../report/chart";
import type { Observation } from "./observe";

/** Memory, file handles and lag over time, stacked vertically. */
export function soakChart(observations: readonly Observation[]): string {
  const containers = Object.keys(observations[0]?.memory ?? {});
  const panels: [string, Record<string, (each: Observation) => number | undefined>][] = [
    ["memory, MiB", byContainer(containers, ({ memory }) => memory)],
    ["open file handles", byContainer(containers, ({ handles }) => handles)],
    ["lag, messages", { lag: ({ lag }) => lag }],
  ];
  const palette = [colours.green, colours.blue, colours.orange];
  const option = {
    color: palette,
    legend: { top: 5, data: containers },
    title: panels.map(([text], index) => ({
      text,
      left: 10,
      top: 30 + index * 190,
      textStyle: { fontSize: 13 },
    })),
    grid: panels.map((_, index) => ({ left: 60, right: 30, top: 60 + index * 190, height: 130 })),
    xAxis: panels.map((_, index) => ({
      type: "value",
      gridIndex: index,
      max: Math.ceil((observations.at(-1)?.at ?? 0) / 60),
      axisLabel: { formatter: "{value} min" },
    })),
    yAxis: panels.map((_, index) => ({ type: "value", gridIndex: index, min: 0 })),
    series: panels.flatMap(([, lines], index) =>
      Object.entries(lines).map(([name, value], line) => ({
        name,
        type: "line",
        xAxisIndex: index,
        yAxisIndex: index,
        showSymbol: false,
        itemStyle: { color: palette[name === "lag" ? 2 : line % palette.length] },
        data: observations.map((each) => [each.at / 60, value(each)]),
      })),
    ),
  };
  return drawChart(option, { width: 900, height: 620 });
}

function byContainer(
  containers: readonly string[],
  values: (each: Observation) => Readonly<Record<string, number>>,
): Record<string, (each: Observation) => number | undefined> {
  return Object.fromEntries(
    containers.map((name) => [name, (each: Observation) => values(each)[name]]),
  );
}
