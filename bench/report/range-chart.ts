import type { Summary } from "../statistics";
import { colours, drawChart } from "./chart";

/** A row of a chart: several rounds' measurements of one thing. */
export interface Row {
  readonly label: string;
  readonly summary: Summary;
  /** Whether it is this project's. */
  readonly isOwn: boolean;
}

/** Bars up to the medians, each with a line from the minimum to the maximum. */
export function rangeChart(title: string, rows: readonly Row[]): string {
  const option = {
    title: { text: title, left: 10, top: 5 },
    // Text cannot be measured without a browser: leave enough room for all of it.
    grid: { left: 290, right: 60, top: 40, bottom: 30 },
    xAxis: { type: "value", axisLabel: { formatter: "{value} s" } },
    yAxis: { type: "category", inverse: true, data: rows.map(({ label }) => label) },
    series: [
      {
        type: "bar",
        barWidth: "60%",
        data: rows.map(({ summary, isOwn }) => ({
          value: summary.median,
          itemStyle: { color: isOwn ? colours.blue : colours.grey },
        })),
        label: {
          show: true,
          position: "insideLeft",
          color: "#ffffff",
          formatter: ({ value }: { value: number }) => `${value.toFixed(1)} s`,
        },
      },
      {
        type: "custom",
        z: 5,
        data: rows.map(({ summary }, index) => [index, summary.min, summary.max]),
        encode: { x: [1, 2], y: 0 },
        renderItem: (_: unknown, api: Coordinates) => whisker(api),
      },
    ],
  };
  return drawChart(option, { width: 900, height: 60 + rows.length * 32 });
}

/** What the library passes to a custom drawing. */
interface Coordinates {
  value(dimension: number): number;
  coord(point: [number, number]): [number, number];
}

function whisker(api: Coordinates): object {
  const [left, y] = api.coord([api.value(1), api.value(0)]);
  const [right] = api.coord([api.value(2), api.value(0)]);
  const line = (x1: number, y1: number, x2: number, y2: number) => ({
    type: "line",
    shape: { x1, y1, x2, y2 },
    style: { stroke: "#000000", lineWidth: 1.5 },
  });
  return {
    type: "group",
    children: [
      line(left, y, right, y),
      line(left, y - 5, left, y + 5),
      line(right, y - 5, right, y + 5),
    ],
  };
}
