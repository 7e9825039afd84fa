import { init, type EChartsCoreOption } from "echarts";

/** Size of a picture in pixels, before scaling. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Colours that people with colour blindness can tell apart (Okabe and Ito, https://jfly.uni-koeln.de/color/). */
export const colours = {
  blue: "#0072B2",
  orange: "#E69F00",
  green: "#009E73",
  red: "#D55E00",
  grey: "#888888",
} as const;

/** Draws a chart as SVG text, on white to be readable on any page. */
export function drawChart(option: EChartsCoreOption, size: Size): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, ...size });
  chart.setOption({ animation: false, backgroundColor: "#ffffff", ...option });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${svg}\n`;
}
