import type { JSX } from "preact";
import type { Broker } from "../../server/contract";
import { useLanguage } from "../i18n/language";
import { HistoryChart, type HistoryChartProps } from "./chart";

/** What topics or brokers take in over time: messages and bytes per second. */
export function IntakeCharts({
  of,
  ...shared
}: { of: "topic" | "broker" } & Pick<HistoryChartProps, "cluster" | "series">): JSX.Element {
  const { t, format } = useLanguage();
  return (
    <div class="columns">
      <HistoryChart
        {...shared}
        title={t.figures.messagesPerSecond}
        figure={`${of}Messages`}
        unit={format.rate}
      />
      <HistoryChart
        {...shared}
        title={t.figures.bytesPerSecond}
        figure={`${of}Bytes`}
        unit={format.bytes}
        isBinary
      />
    </div>
  );
}

/** What each broker takes in over time. */
export function BrokerCharts({
  cluster,
  brokers,
}: {
  cluster: string;
  brokers: readonly Broker[];
}): JSX.Element {
  const { t } = useLanguage();
  const series = brokers.map(({ id }) => ({
    name: String(id),
    title: t.figures.broker(String(id)),
  }));
  return <IntakeCharts of="broker" cluster={cluster} series={series} />;
}
