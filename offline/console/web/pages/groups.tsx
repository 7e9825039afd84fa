import type { JSX } from "preact";
import type { Cluster, ConsumerGroupsPage } from "../../server/contract";
import { clusterUrl } from "../api/client";
import { useListParameters } from "../api/use-parameters";
import { useQuery } from "../api/use-query";
import { useLanguage } from "../i18n/language";
import { Paging, SearchField } from "../parts/controls";
import { SilentBrokers } from "../parts/known";
import { Page } from "../parts/layout";
import { Empty, Loaded } from "../parts/states";
import { Table } from "../parts/table";
import { useGroupColumns } from "./group-columns";

const refresh = 3000;

/** The consumer groups of a cluster, page by page. */
export function GroupsPage({ cluster }: { cluster: Cluster }): JSX.Element {
  const { t, format } = useLanguage();
  const list = useListParameters("NAME");
  const columns = useGroupColumns(cluster.name);
  const groups = useQuery<ConsumerGroupsPage>(
    clusterUrl(cluster.name, ["consumer-groups", "paged"], list.query),
    refresh,
  );
  return (
    <Page title={t.consumers}>
      <div class="toolbar">
        <SearchField label={t.groups.search} value={list.search} onChange={list.setSearch} />
      </div>
      <SilentBrokers ids={groups.data?.silentBrokers ?? []} what={t.groups.mayBeMissing} />
      <Loaded query={groups} lines={8}>
        {(data) =>
          data.consumerGroups.length === 0 ? (
            list.search === "" ? (
              <Empty icon="consumers" title={t.groups.empty} hint={t.groups.emptyHint} />
            ) : (
              <Empty
                icon="search"
                title={t.groups.noMatch}
                hint={t.groups.noMatchHint(list.search)}
              />
            )
          ) : (
            <>
              <Table
                caption={t.consumers}
                rows={data.consumerGroups}
                rowKey={({ groupId }) => groupId}
                columns={columns}
                sorting={list.sorting}
              />
              <Paging
                page={list.page}
                pageCount={data.pageCount}
                items={t.units.groups(format.number(data.groupCount))}
                onChange={list.setPage}
              />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}
