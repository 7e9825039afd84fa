import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import UPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { History } from "../../server/contract";
import { clusterUrl } from "../api/client";
import { useQuery } from "../api/use-query";
import { useLanguage } from "../i18n/language";
import { Segments } from "./controls";
import { Section } from "./layout";
import { Skeleton } from "./states";

const height = 180;
const refreshMilliseconds = 5000;
const ranges = [5, 15, 60];
const shortestSeconds = 60;
const powersOfTwo = Array.from({ length: 50 }, (_, power) => 2 ** power);

/** What a chart shows, and for which names. */
export interface HistoryChartProps {
  readonly cluster: string;
  readonly title: string;
  readonly figure: string;
  /** Series to draw: each one's name on the server, and its title on the page. */
  readonly series: readonly { readonly name: string; readonly title: string }[];
  readonly unit: (value: number) => string;
  /** Whether the axis uses powers of 1024 rather than of ten. */
  readonly isBinary?: boolean;
}

/** A figure over the last minutes, updated as it arrives. */
export function HistoryChart({
  cluster,
  title,
  figure,
  series,
  unit,
  isBinary = false,
}: HistoryChartProps): JSX.Element {
  const { t, format } = useLanguage();
  const [minutes, setMinutes] = useState(15);
  const path = clusterUrl(cluster, ["history"], { figure, seconds: minutes * 60 });
  const names = series.map(({ name }) => `&name=${encodeURIComponent(name)}`).join("");
  const { data } = useQuery<History>(
    series.length === 0 ? undefined : `${path}${names}`,
    refreshMilliseconds,
  );
  const latest = series.map(({ title: name }, index) => {
    // The last one: an older value would hide that the current one is unknown.
    const value = data?.series[index]?.values.at(-1);
    return { name, value: value === undefined || value === null ? "–" : unit(value) };
  });
  return (
    <Section
      title={title}
      aside={
        <Segments
          label={`${t.figures.range}: ${title}`}
          value={minutes}
          onChange={setMinutes}
          options={ranges.map((value) => ({
            value,
            title: t.figures.minutes(Number(format.number(value))),
          }))}
        />
      }
    >
      <figure class="chart">
        {data && data.times.length > 1 ? (
          <Plot
            data={data}
            unit={unit}
            isBinary={isBinary}
            label={latest.map(({ name, value }) => t.figures.latest(name, value)).join("; ")}
          />
        ) : data ? (
          <p class="chart-empty">{t.figures.noData}</p>
        ) : (
          <Skeleton lines={5} />
        )}
        <figcaption class="legend">
          {latest.map(({ name, value }, index) => (
            <span key={name}>
              <i class={`swatch swatch-${index % 6}`} />
              {name} <b>{value}</b>
            </span>
          ))}
        </figcaption>
      </figure>
    </Section>
  );
}

interface PlotProps {
  readonly data: History;
  readonly isBinary: boolean;
  readonly unit: (value: number) => string;
  /** What the chart shows, for screen readers. */
  readonly label: string;
}

function Plot({ data, unit, isBinary, label }: PlotProps): JSX.Element {
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot>();
  const count = data.series.length;

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const draw = () => {
      plot.current?.destroy();
      plot.current = new UPlot(options(element, count, { unit, isBinary }), aligned(data), element);
    };
    draw();
    const resized = new ResizeObserver(() =>
      plot.current?.setSize({ width: element.clientWidth, height }),
    );
    resized.observe(element);
    // Colours come from the theme, which may change.
    const theme = new MutationObserver(draw);
    theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    const system = matchMedia("(prefers-color-scheme: dark)");
    system.addEventListener("change", draw);
    return () => {
      resized.disconnect();
      theme.disconnect();
      system.removeEventListener("change", draw);
      plot.current?.destroy();
      plot.current = undefined;
    };
    // New data goes into the existing plot.
  }, [count, unit, isBinary]);

  useEffect(() => plot.current?.setData(aligned(data)), [data]);

  return <div ref={frame} class="plot" role="img" aria-label={label} />;
}

function aligned({ times, series }: History): UPlot.AlignedData {
  return [[...times], ...series.map(({ values }) => [...values])];
}

function options(
  element: Element,
  count: number,
  { unit, isBinary }: Pick<PlotProps, "unit" | "isBinary">,
): UPlot.Options {
  const { fontFamily } = getComputedStyle(element);
  const color = (name: string) => colorOf(element, name);
  const axis = {
    stroke: color("muted"),
    font: `12px ${fontFamily}`,
    grid: { stroke: color("line"), width: 1 },
    ticks: { show: false },
  };
  return {
    width: element.clientWidth,
    height,
    legend: { show: false },
    cursor: { points: { size: 6 }, drag: { x: false, y: false } },
    padding: [12, 8, 0, 0],
    axes: [
      { ...axis, size: 26, grid: { show: false }, values: (_, times) => times.map(clock) },
      {
        ...axis,
        size: 66,
        values: (_, values) => values.map(unit),
        ...(isBinary && { incrs: powersOfTwo }),
      },
    ],
    scales: {
      // A console that has just started has data for less than the chosen time.
      x: { range: (_, first, last) => [Math.min(first, last - shortestSeconds), last] },
      y: { range: (_, __, max) => [0, max > 0 ? max * 1.1 : 1] },
    },
    series: [
      {},
      ...Array.from({ length: count }, (_, index) => ({
        stroke: color(`chart-${index % 6}`),
        width: 2,
        ...(count === 1 && { fill: color("chart-fill") }),
        points: { show: false },
        spanGaps: false,
      })),
    ],
  };
}

/** A colour of the theme, in a form that a canvas can use. */
function colorOf(element: Element, name: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(--${name})`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

function clock(seconds: number): string {
  const date = new Date(seconds * 1000);
  return date.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit", hour12: false });
}
