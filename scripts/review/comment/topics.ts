import { sameSetting } from "../../../kafka/topics/settings";
import { own } from "../../../common/own";
import type { Change, Comparison, Operation } from "./changes";
import { type Difference, differences } from "./differences";
import type { Inputs, ResourceState } from "./preview";

/** What happens to a declared topic. */
export interface TopicChange {
  readonly operation: Operation;
  readonly name: string;
  readonly differences: readonly Difference[];
  readonly pending: boolean;
  /** Whether the configuration confirms a deletion, by a list of topics to delete or a topic that takes its place. */
  readonly isConfirmed: boolean;
}

const topicsType = "kafka-platform:kafka:Topics";

/** Whether a change is that of the resource that holds all topics of a cluster. */
export function isTopics({ type }: Change): boolean {
  return type === topicsType;
}

/** What happens to each topic: the one resource that declares all of them, taken apart. */
export function topicChanges({ changes }: Comparison): TopicChange[] {
  return changes.filter(isTopics).flatMap(({ before, after, pending }) => {
    // If the whole resource is removed, no topic is deleted: they stay on the brokers.
    const gone: Operation = deletesTopics(after) ? "deleted" : "released";
    const [from, to] = [declared(before), declared(after)];
    const confirmed = confirmedNames(after);
    const names = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort();
    return names.flatMap((name): TopicChange[] => {
      const [old, now] = [own(from, name), own(to, name)];
      const same = { name, pending, isConfirmed: confirmed.has(name) };
      if (!old) return [{ ...same, operation: "created", differences: describe(now) }];
      if (!now) return [{ ...same, operation: gone, differences: [] }];
      const found = differences(old, inTheWordsOf(old, now));
      return found.length > 0 ? [{ ...same, operation: "changed", differences: found }] : [];
    });
  });
}

/** Whether topics that are no longer declared are deleted. */
export function deletesTopics(state: ResourceState | undefined): boolean {
  return state?.inputs?.deleteTopics === true;
}

/** Topics that may be deleted while others are created. */
function confirmedNames(state: ResourceState | undefined): Set<unknown> {
  const removed = (state?.inputs?.removedTopics ?? []) as readonly unknown[];
  return new Set([
    ...removed,
    ...Object.values(declared(state)).map((topic) => topic?.renamedFrom),
  ]);
}

function declared(state: ResourceState | undefined): Readonly<Record<string, Inputs | undefined>> {
  return (state?.inputs?.topics ?? {}) as Record<string, Inputs>;
}

/** A topic in which settings that mean the same as before, such as lists in another order, are written as before. */
function inTheWordsOf(before: Inputs, now: Inputs): Inputs {
  const [old, config] = [before.config, now.config] as (Record<string, string> | undefined)[];
  if (!old || !config) return now;
  const settings = Object.entries(config).map(([key, value]) => {
    const earlier = own(old, key);
    return [key, sameSetting(key, earlier, value) ? earlier : value] as const;
  });
  return { ...now, config: Object.fromEntries(settings) };
}

/** Everything that a new topic declares. */
function describe(topic: Inputs | undefined): Difference[] {
  return differences({}, topic ?? {}).flatMap(({ path, after }) =>
    path === "config" ? differences({}, topic?.config, "config") : [{ path, after }],
  );
}
