import type { ConsumerGroup, ConsumerGroupState } from "../../server/contract";
import { useLanguage } from "../i18n/language";
import { Known } from "../parts/known";
import { Badge } from "../parts/layout";
import { NameLink } from "../parts/name";
import type { Column } from "../parts/table";
import { pages } from "../routes";

const tones = {
  STABLE: "good",
  EMPTY: "plain",
  DEAD: "bad",
  PREPARING_REBALANCE: "warning",
  COMPLETING_REBALANCE: "warning",
  UNKNOWN: "plain",
} as const satisfies Record<ConsumerGroupState, string>;

/** The state of a group, with a colour. */
export function GroupState({ state }: { state: ConsumerGroupState }) {
  const { t } = useLanguage();
  return <Badge tone={tones[state]}>{t.groups.states[state]}</Badge>;
}

/** Columns of a list of groups. */
export function useGroupColumns(cluster: string): Column<ConsumerGroup>[] {
  const { t, format } = useLanguage();
  return [
    {
      title: t.groups.id,
      order: "NAME",
      cell: ({ groupId }) => <NameLink name={groupId} href={pages.group(cluster, groupId)} />,
    },
    { title: t.groups.state, order: "STATE", cell: ({ state }) => <GroupState state={state} /> },
    {
      title: t.groups.members,
      order: "MEMBERS",
      isNumber: true,
      cell: ({ members }) => <Known value={members} format={format.number} />,
    },
    {
      title: t.groups.topics,
      order: "TOPIC_NUM",
      isNumber: true,
      isMinor: true,
      cell: ({ topics }) => <Known value={topics} format={format.number} />,
    },
    {
      title: t.groups.lag,
      order: "MESSAGES_BEHIND",
      isNumber: true,
      cell: ({ consumerLag }) => <Known value={consumerLag} format={format.number} />,
    },
  ];
}
