import type { JSX } from "preact";
import type { ConsumerGroup } from "../../server/contract";
import { clusterUrl } from "../api/client";
import { useQuery } from "../api/use-query";
import { useLanguage } from "../i18n/language";
import { Empty, Loaded } from "../parts/states";
import { Table } from "../parts/table";
import { useGroupColumns } from "./group-columns";

const refresh = 3000;

/** The groups that read a topic, with their lag in it. */
export function TopicGroupsView({
  cluster,
  topic,
}: {
  cluster: string;
  topic: string;
}): JSX.Element {
  const { t } = useLanguage();
  const columns = useGroupColumns(cluster);
  const groups = useQuery<ConsumerGroup[]>(
    clusterUrl(cluster, ["topics", topic, "consumer-groups"]),
    refresh,
  );
  return (
    <Loaded query={groups}>
      {(data) =>
        data.length === 0 ? (
          <Empty icon="consumers" title={t.topic.noConsumers} hint={t.topic.noConsumersHint} />
        ) : (
          <Table
            caption={t.consumers}
            rows={data}
            rowKey={({ groupId }) => groupId}
            columns={columns}
          />
        )
      }
    </Loaded>
  );
}
