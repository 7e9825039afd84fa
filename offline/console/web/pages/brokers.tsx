import type { JSX } from "preact";
import type { Broker, Cluster, ClusterStats } from "../../server/contract";
import { clusterUrl } from "../api/client";
import { useQuery } from "../api/use-query";
import { useLanguage } from "../i18n/language";
import { BrokerCharts } from "../parts/intake-charts";
import { Known } from "../parts/known";
import { Badge, Page } from "../parts/layout";
import { Loaded } from "../parts/states";
import { Table } from "../parts/table";

const refresh = 5000;

/** The brokers: what each holds and does. */
export function BrokersPage({ cluster }: { cluster: Cluster }): JSX.Element {
  const { t, format } = useLanguage();
  const { name } = cluster;
  const brokers = useQuery<Broker[]>(clusterUrl(name, ["brokers"]), refresh);
  const stats = useQuery<ClusterStats>(clusterUrl(name, ["stats"]), refresh);
  return (
    <Page title={t.brokers}>
      <Loaded query={brokers} lines={4}>
        {(data) => (
          <Table
            caption={t.brokers}
            rows={data}
            rowKey={({ id }) => id}
            columns={[
              {
                title: t.brokerList.id,
                cell: ({ id, state }) => (
                  <>
                    {id}
                    {state !== "ONLINE" && <Badge tone="bad">{t.brokerList.states[state]}</Badge>}
                    {stats.data?.activeControllers === id && (
                      <Badge tone="accent">{t.brokerList.controller}</Badge>
                    )}
                  </>
                ),
              },
              {
                title: t.brokerList.address,
                cell: ({ host, port }) =>
                  host === undefined ? (
                    "–"
                  ) : (
                    <span class="mono">
                      {host}:{port}
                    </span>
                  ),
              },
              {
                title: t.brokerList.leads,
                isNumber: true,
                cell: ({ partitionsLeader = 0 }) => format.number(partitionsLeader),
              },
              {
                title: t.brokerList.holds,
                isNumber: true,
                isMinor: true,
                cell: ({ partitions = 0 }) => format.number(partitions),
              },
              {
                title: t.brokerList.inSync,
                isNumber: true,
                isMinor: true,
                cell: ({ inSyncPartitions = 0 }) => format.number(inSyncPartitions),
              },
              {
                title: t.brokerList.size,
                isNumber: true,
                cell: ({ segmentSize = null }) => (
                  <Known value={segmentSize} format={format.bytes} />
                ),
              },
            ]}
          />
        )}
      </Loaded>
      <BrokerCharts cluster={name} brokers={brokers.data ?? []} />
    </Page>
  );
}
