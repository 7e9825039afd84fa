import type { JSX } from "preact";
import type {
  Broker,
  Cluster,
  ClusterStats,
  ConsumerGroupsPage,
  TopicsResponse,
} from "../../server/contract";
import { clusterUrl } from "../api/client";
import { type Query, useQuery } from "../api/use-query";
import { useLanguage } from "../i18n/language";
import { BrokerCharts } from "../parts/intake-charts";
import { Known, SilentBrokers, sizeText } from "../parts/known";
import { Figures, Page, Section } from "../parts/layout";
import { NameLink } from "../parts/name";
import { Empty, Loaded } from "../parts/states";
import { Table } from "../parts/table";
import { pages } from "../routes";

const refresh = 5000;
const shown = 5;

/** The cluster in figures: its health, its load, and where to look. */
export function OverviewPage({ cluster }: { cluster: Cluster }): JSX.Element {
  const { t, format } = useLanguage();
  const { name } = cluster;
  const stats = useQuery<ClusterStats>(clusterUrl(name, ["stats"]), refresh);
  const brokers = useQuery<Broker[]>(clusterUrl(name, ["brokers"]), refresh);
  const groups = useQuery<ConsumerGroupsPage>(
    clusterUrl(name, ["consumer-groups", "paged"], {
      perPage: shown,
      orderBy: "MESSAGES_BEHIND",
      sortOrder: "DESC",
    }),
    refresh,
  );
  const unknownLags = groups.data?.unknownLagCount;
  return (
    <Page title={t.overview}>
      <SilentBrokers ids={stats.data?.silentBrokers ?? []} what={t.states.notAll} />
      <Loaded query={stats} lines={3}>
        {(data) => (
          <Figures
            figures={[
              {
                title: t.figures.brokers,
                value:
                  data.silentBrokers.length === 0
                    ? format.number(data.brokerCount)
                    : t.figures.answering(
                        format.number(data.diskUsage.length),
                        format.number(data.diskUsage.length + data.silentBrokers.length),
                      ),
                tone: data.silentBrokers.length > 0 ? "bad" : undefined,
              },
              { title: t.figures.topics, value: format.number(cluster.topicCount) },
              { title: t.figures.partitions, value: format.number(data.onlinePartitionCount) },
              {
                title: t.figures.underReplicated,
                value: format.number(data.underReplicatedPartitionCount),
                tone: data.underReplicatedPartitionCount > 0 ? "bad" : "good",
              },
              {
                title: t.figures.offlinePartitions,
                value: format.number(data.offlinePartitionCount),
                tone: data.offlinePartitionCount > 0 ? "bad" : "good",
              },
              {
                title: t.figures.unknownLags,
                value: <Known value={unknownLags} format={format.number} />,
                tone: unknownLags === undefined ? undefined : unknownLags > 0 ? "bad" : "good",
              },
              {
                title: t.figures.disk,
                value: sizeText(
                  format.bytes(data.diskUsage.reduce((sum, each) => sum + each.segmentSize, 0)),
                  data.silentBrokers.length > 0,
                ),
              },
            ]}
          />
        )}
      </Loaded>
      <BrokerCharts cluster={name} brokers={brokers.data ?? []} />
      <div class="columns">
        <LargestTopics cluster={name} />
        <LaggingGroups cluster={name} groups={groups} />
      </div>
    </Page>
  );
}

function LargestTopics({ cluster }: { cluster: string }): JSX.Element {
  const { t, format } = useLanguage();
  const topics = useQuery<TopicsResponse>(
    clusterUrl(cluster, ["topics"], {
      perPage: shown,
      orderBy: "RATE",
      sortOrder: "DESC",
    }),
    refresh,
  );
  return (
    <Section title={t.figures.ofTopics}>
      <Loaded query={topics}>
        {(data) =>
          data.topics.length === 0 ? (
            <Empty title={t.topicList.empty} hint={t.topicList.emptyHint} />
          ) : (
            <Table
              caption={t.figures.ofTopics}
              rows={data.topics}
              rowKey={(topic) => topic.name}
              columns={[
                {
                  title: t.topicList.name,
                  cell: (topic) => (
                    <NameLink name={topic.name} href={pages.topic(cluster, topic.name)} />
                  ),
                },
                {
                  title: t.topicList.rate,
                  isNumber: true,
                  cell: (topic) =>
                    topic.messagesInPerSec === undefined
                      ? "–"
                      : format.rate(topic.messagesInPerSec),
                },
                {
                  title: t.topicList.messages,
                  isNumber: true,
                  cell: (topic) => <Known value={topic.messagesCount} format={format.number} />,
                },
              ]}
            />
          )
        }
      </Loaded>
    </Section>
  );
}

function LaggingGroups({
  cluster,
  groups,
}: {
  cluster: string;
  groups: Query<ConsumerGroupsPage>;
}): JSX.Element {
  const { t, format } = useLanguage();
  return (
    <Section title={t.figures.ofGroups}>
      <Loaded query={groups}>
        {(data) =>
          data.consumerGroups.length === 0 ? (
            <Empty icon="consumers" title={t.groups.empty} hint={t.groups.emptyHint} />
          ) : (
            <Table
              caption={t.figures.ofGroups}
              rows={data.consumerGroups}
              rowKey={(group) => group.groupId}
              columns={[
                {
                  title: t.groups.id,
                  cell: (group) => (
                    <NameLink name={group.groupId} href={pages.group(cluster, group.groupId)} />
                  ),
                },
                { title: t.groups.state, cell: (group) => t.groups.states[group.state] },
                {
                  title: t.groups.lag,
                  isNumber: true,
                  cell: (group) => <Known value={group.consumerLag} format={format.number} />,
                },
              ]}
            />
          )
        }
      </Loaded>
    </Section>
  );
}
