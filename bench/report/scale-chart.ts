import type { Scale } from "../scale/scale";
import { colours, drawChart } from "./chart";

/** Seconds by number of topics, both on logarithmic scales: a straight line that rises by one is in proportion. */
export function scaleChart({ topics, bare }: Scale): string {
  const line = (name: string, color: string, points: [number, number][], isDashed = false) => ({
    name,
    type: "line",
    symbolSize: 7,
    itemStyle: { color },
    lineStyle: { color, width: 2, type: isDashed ? "dashed" : "solid" },
    data: points,
  });
  const own = (key: "up" | "noop" | "preview" | "refresh") =>
    topics.map((row): [number, number] => [row.topics, row[key].seconds]);
  const series = [
    line("up that creates them", colours.blue, own("up")),
    line(
      "bare calls: create",
      colours.blue,
      bare.map((row) => [row.topics, row.create]),
      true,
    ),
    line("up, nothing to do", colours.green, own("noop")),
    line("preview", colours.orange, own("preview")),
    line("refresh", colours.red, own("refresh")),
    line(
      "bare calls: read",
      colours.red,
      bare.map((row) => [row.topics, row.read]),
      true,
    ),
  ];
  const axis = { type: "log", splitLine: { lineStyle: { color: "#dddddd" } } };
  const option = {
    title: { text: "Seconds by number of topics, one broker on Docker", left: 10, top: 5 },
    legend: {
      top: 30,
      left: 10,
      // Text cannot be measured without a browser: leave enough room for all of it.
      itemGap: 22,
      data: series.map(({ name }) => name),
    },
    grid: { left: 60, right: 40, top: 80, bottom: 45 },
    xAxis: { ...axis, name: "topics, three partitions each", nameLocation: "middle", nameGap: 28 },
    yAxis: { ...axis, axisLabel: { formatter: "{value} s" } },
    series,
  };
  return drawChart(option, { width: 1000, height: 480 });
}
