import type { JSX } from "preact";
import type { Partition, Replica, Topic } from "../../server/contract";
import { useLanguage } from "../i18n/language";
import { IntakeCharts } from "../parts/intake-charts";
import { Known, sizeText } from "../parts/known";
import { Badge, Figures, Section } from "../parts/layout";
import { Table } from "../parts/table";

/** A topic in figures, over time, and by partition. */
export function TopicOverview({ cluster, topic }: { cluster: string; topic: Topic }): JSX.Element {
  const { t, format } = useLanguage();
  const series = [{ name: topic.name, title: topic.name }];
  return (
    <>
      <Figures
        figures={[
          {
            title: t.figures.messages,
            value: <Known value={topic.messagesCount} format={format.number} />,
            tone: topic.messagesCount === null ? "bad" : undefined,
          },
          {
            title: t.figures.disk,
            value: sizeText(format.bytes(topic.segmentSize ?? 0), topic.segmentSizeIsPartial),
          },
          { title: t.figures.partitions, value: format.number(topic.partitionCount) },
          { title: t.figures.replication, value: format.number(topic.replicationFactor) },
          {
            title: t.figures.inSync,
            value: `${format.number(topic.inSyncReplicas)} / ${format.number(topic.replicas)}`,
            tone: topic.inSyncReplicas < topic.replicas ? "bad" : "good",
          },
          {
            title: t.figures.cleanUp,
            value: (topic.cleanUpPolicy ?? "–").toLowerCase().replace("_", ", "),
          },
        ]}
      />
      <IntakeCharts of="topic" cluster={cluster} series={series} />
      <Partitions partitions={topic.partitions} />
    </>
  );
}

function Partitions({ partitions }: { partitions: readonly Partition[] }): JSX.Element {
  const { t, format } = useLanguage();
  return (
    <Section title={t.figures.partitions}>
      <Table
        caption={t.figures.partitions}
        rows={partitions}
        rowKey={({ partition }) => partition}
        columns={[
          { title: t.topic.partition, isNumber: true, cell: ({ partition }) => partition },
          {
            title: t.topic.leader,
            isNumber: true,
            cell: ({ leader }) => leader ?? <Badge tone="bad">{t.topic.noLeader}</Badge>,
          },
          { title: t.topic.replicas, cell: ({ replicas }) => <Replicas replicas={replicas} /> },
          {
            title: t.topic.firstOffset,
            isNumber: true,
            isMinor: true,
            cell: ({ offsetMin }) => <Known value={offsetMin} format={format.number} />,
          },
          {
            title: t.topic.nextOffset,
            isNumber: true,
            isMinor: true,
            cell: ({ offsetMax }) => <Known value={offsetMax} format={format.number} />,
          },
          {
            title: t.topic.count,
            isNumber: true,
            cell: ({ offsetMax, offsetMin }) => (
              <Known
                value={offsetMax === null || offsetMin === null ? null : offsetMax - offsetMin}
                format={format.number}
              />
            ),
          },
          {
            title: t.topic.size,
            isNumber: true,
            cell: ({ segmentSize }) => <Known value={segmentSize} format={format.bytes} />,
          },
        ]}
      />
    </Section>
  );
}

function Replicas({ replicas }: { replicas: readonly Replica[] }): JSX.Element {
  const { t } = useLanguage();
  return (
    <span class="badges">
      {replicas.map(({ broker, leader, inSync }) => (
        <Badge key={broker} tone={inSync ? (leader ? "accent" : "plain") : "bad"}>
          {broker}
          {leader && <span class="visually-hidden"> ({t.topic.leader})</span>}
          {!inSync && ` ${t.topic.outOfSync}`}
        </Badge>
      ))}
    </span>
  );
}
