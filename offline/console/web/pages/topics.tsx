import type { JSX } from "preact";
import { Link } from "wouter-preact";
import type { Cluster, Topic, TopicsResponse } from "../../server/contract";
import { clusterUrl } from "../api/client";
import { useListParameters } from "../api/use-parameters";
import { useQuery } from "../api/use-query";
import { useLanguage } from "../i18n/language";
import { Paging, SearchField } from "../parts/controls";
import { Icon } from "../parts/icons";
import { Known, sizeText } from "../parts/known";
import { Badge, Page } from "../parts/layout";
import { NameLink } from "../parts/name";
import { Empty, Loaded } from "../parts/states";
import { type Column, Table } from "../parts/table";
import { pages } from "../routes";

const refresh = 5000;

/** The topics of a cluster, page by page. */
export function TopicsPage({ cluster }: { cluster: Cluster }): JSX.Element {
  const { t, format } = useLanguage();
  const list = useListParameters("NAME");
  const columns = useColumns(cluster.name);
  const showInternal = list.parameters.get("internal") === "true";
  const topics = useQuery<TopicsResponse>(
    clusterUrl(cluster.name, ["topics"], { ...list.query, showInternal }),
    refresh,
  );
  return (
    <Page title={t.topics} actions={!cluster.readOnly && <CreateLink cluster={cluster.name} />}>
      <div class="toolbar">
        <SearchField label={t.topicList.search} value={list.search} onChange={list.setSearch} />
        <label class="check">
          <input
            type="checkbox"
            checked={showInternal}
            onChange={(event) =>
              list.change({
                internal: event.currentTarget.checked ? "true" : undefined,
                page: undefined,
              })
            }
          />
          {t.topicList.showInternal}
        </label>
      </div>
      <Loaded query={topics} lines={10}>
        {(data) =>
          data.topics.length === 0 ? (
            list.search === "" ? (
              <Empty title={t.topicList.empty} hint={t.topicList.emptyHint}>
                {!cluster.readOnly && <CreateLink cluster={cluster.name} />}
              </Empty>
            ) : (
              <Empty
                icon="search"
                title={t.topicList.noMatch}
                hint={t.topicList.noMatchHint(list.search)}
              />
            )
          ) : (
            <>
              <Table
                caption={t.topics}
                rows={data.topics}
                rowKey={({ name }) => name}
                columns={columns}
                sorting={list.sorting}
              />
              <Paging
                page={list.page}
                pageCount={data.pageCount}
                items={t.units.topics(format.number(data.topicCount))}
                onChange={list.setPage}
              />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

function useColumns(cluster: string): Column<Topic>[] {
  const { t, format } = useLanguage();
  return [
    {
      title: t.topicList.name,
      order: "NAME",
      cell: ({ name, internal }) => (
        <>
          <NameLink name={name} href={pages.topic(cluster, name)} />
          {internal && <Badge>{t.topic.internal}</Badge>}
        </>
      ),
    },
    {
      title: t.topicList.partitions,
      order: "TOTAL_PARTITIONS",
      isNumber: true,
      isMinor: true,
      cell: ({ partitionCount }) => format.number(partitionCount),
    },
    {
      title: t.topicList.replication,
      order: "REPLICATION_FACTOR",
      isNumber: true,
      isMinor: true,
      cell: ({ replicationFactor }) => format.number(replicationFactor),
    },
    {
      title: t.topicList.outOfSync,
      order: "OUT_OF_SYNC_REPLICAS",
      isNumber: true,
      isMinor: true,
      cell: ({ replicas, inSyncReplicas }) =>
        replicas === inSyncReplicas ? (
          <span class="faint">0</span>
        ) : (
          <Badge tone="bad">{format.number(replicas - inSyncReplicas)}</Badge>
        ),
    },
    {
      title: t.topicList.messages,
      order: "MESSAGES_COUNT",
      isNumber: true,
      cell: ({ messagesCount }) => <Known value={messagesCount} format={format.number} />,
    },
    {
      title: t.topicList.rate,
      order: "RATE",
      isNumber: true,
      isMinor: true,
      cell: ({ messagesInPerSec }) =>
        messagesInPerSec === undefined ? "–" : format.rate(messagesInPerSec),
    },
    {
      title: t.topicList.size,
      order: "SIZE",
      isNumber: true,
      cell: ({ segmentSize, segmentSizeIsPartial }) => (
        <Known
          value={segmentSize}
          format={(size) => sizeText(format.bytes(size), segmentSizeIsPartial)}
        />
      ),
    },
  ];
}

function CreateLink({ cluster }: { cluster: string }): JSX.Element {
  const { t } = useLanguage();
  return (
    <Link href={pages.createTopic(cluster)} class="button primary">
      <Icon name="plus" /> {t.topicList.create}
    </Link>
  );
}
