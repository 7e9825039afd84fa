import type { JSX } from "preact";
import type { Broker } from "../../server/contract";
import { useLanguage } from "../i18n/language";
import { HistoryChart } from "./chart";

/** What each broker takes in over time: messages and bytes a second. */
export function BrokerCharts({
  cluster,
  brokers,
}: {
  cluster: string;
  brokers: readonly Broker[];
}): JSX.Element {
  const { t, format } = useLanguage();
  const series = brokers.map(({ id }) => ({
    name: String(id),
    title: t.figures.broker(String(id)),
  }));
  return (
    <div class="columns">
      <HistoryChart
        cluster={cluster}
        title={t.figures.messagesPerSecond}
        figure="brokerMessages"
        series={series}
        unit={format.rate}
      />
      <HistoryChart
        cluster={cluster}
        title={t.figures.bytesPerSecond}
        figure="brokerBytes"
        series={series}
        unit={format.bytes}
        isBinary
      />
    </div>
  );
}
