import type { JSX } from "preact";
import type { Cluster, ConsumerGroupDetails, ConsumerGroupPartition } from "../../server/contract";
import { clusterUrl } from "../api/client";
import { useQuery } from "../api/use-query";
import { useLanguage } from "../i18n/language";
import { HistoryChart } from "../parts/chart";
import { Known } from "../parts/known";
import { Figures, Page, Section } from "../parts/layout";
import { NameLink } from "../parts/name";
import { Empty, Loaded } from "../parts/states";
import { Table } from "../parts/table";
import { pages } from "../routes";
import { GroupState } from "./group-columns";

/** Milliseconds between updates: often enough to watch a lag fall. */
const refresh = 1500;

/** One consumer group: its lag, over time and by partition. */
export function GroupPage({
  cluster,
  group: id,
}: {
  cluster: Cluster;
  group: string;
}): JSX.Element {
  const { t, format } = useLanguage();
  const { name } = cluster;
  const group = useQuery<ConsumerGroupDetails>(clusterUrl(name, ["consumer-groups", id]), refresh);
  return (
    <Page
      title={id}
      heading={<span class="mono">{id}</span>}
      above={{ title: t.consumers, href: pages.groups(name) }}
    >
      <Loaded query={group}>
        {(data) => (
          <>
            <Figures
              figures={[
                { title: t.groups.state, value: <GroupState state={data.state} /> },
                {
                  title: t.groups.lag,
                  value: <Known value={data.consumerLag} format={format.number} />,
                  tone: data.consumerLag === null ? "bad" : undefined,
                },
                {
                  title: t.groups.members,
                  value: <Known value={data.members} format={format.number} />,
                },
                {
                  title: t.groups.topics,
                  value: <Known value={data.topics} format={format.number} />,
                },
                {
                  title: t.groups.assignor,
                  value: <span class="figure-text">{data.partitionAssignor || "–"}</span>,
                },
              ]}
            />
            <HistoryChart
              cluster={name}
              title={t.figures.lagOverTime}
              figure="groupLag"
              series={[{ name: id, title: id }]}
              unit={format.short}
            />
            <Section title={t.figures.partitions}>
              {data.partitions.length === 0 && data.consumerLag !== null ? (
                <Empty
                  icon="consumers"
                  title={t.groups.noPartitions}
                  hint={t.groups.noPartitionsHint}
                />
              ) : (
                <Partitions cluster={name} partitions={data.partitions} />
              )}
            </Section>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Partitions({
  cluster,
  partitions,
}: {
  cluster: string;
  partitions: readonly ConsumerGroupPartition[];
}): JSX.Element {
  const { t, format } = useLanguage();
  return (
    <Table
      caption={t.figures.partitions}
      rows={partitions}
      rowKey={({ topic, partition }) => `${topic} ${partition}`}
      columns={[
        {
          title: t.groups.topic,
          cell: ({ topic }) => <NameLink name={topic} href={pages.topic(cluster, topic)} />,
        },
        { title: t.groups.partition, isNumber: true, cell: ({ partition }) => partition },
        {
          title: t.groups.committed,
          isNumber: true,
          isMinor: true,
          cell: ({ currentOffset }) => <Known value={currentOffset} format={format.number} />,
        },
        {
          title: t.groups.end,
          isNumber: true,
          isMinor: true,
          cell: ({ endOffset }) => <Known value={endOffset} format={format.number} />,
        },
        {
          title: t.groups.lag,
          isNumber: true,
          cell: ({ consumerLag, lagProblem }) => (
            <b>
              <Known
                value={consumerLag}
                format={format.number}
                reason={lagProblem && t.groups.lagProblems[lagProblem]}
              />
            </b>
          ),
        },
        {
          title: t.groups.consumer,
          isMinor: true,
          cell: ({ consumerId, host }) =>
            consumerId === undefined ? (
              <span class="faint">{t.groups.nobody}</span>
            ) : (
              <span class="mono wrap" title={consumerId}>
                {consumerId.replace(/-[0-9a-f]{8}-[0-9a-f-]{27}$/, "")} {host}
              </span>
            ),
        },
      ]}
    />
  );
}
