import { init, type EChartsCoreOption } from "echarts";

/** Size of a picture in pixels, before it is scaled to a page. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Colours that are told apart by people who do not see them all (Okabe and Ito, https://jfly.uni-koeln.de/color/). */
export const colours = {
  blue: "#0072B2",
  orange: "#E69F00",
  green: "#009E73",
  red: "#D55E00",
  grey: "#888888",
} as const;

/** Draws a chart as the text of an SVG, on white so that it can be read on any page. */
export function drawChart(option: EChartsCoreOption, size: Size): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, ...size });
  chart.setOption({ animation: false, backgroundColor: "#ffffff", ...option });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${svg}\n`;
}
