import { topicConflicts } from "../../kafka/settings/topic-orders";
import type { Problem } from "../problems";
import type { WellFormed } from ".";

/**
 * Finds topic settings that contradict each other, with all defaults considered, and reports each where the closer of
 * the two is set: in the topic, or once for all topics in topicDefaults.
 */
export function contradictingTopicSettings({ topics, brokerSettings = {} }: WellFormed): Problem[] {
  const found = topics.flatMap(({ config, saidBy, where }) =>
    topicConflicts(config, brokerSettings).flatMap(
      ({ low, high, message }): [string, Problem][] => {
        const says = (by: string) => [low, high].find((each) => saidBy("config", each) === by);
        const name = says("topic") ?? says("defaults");
        if (name === undefined) return [];
        const path = where("config", name);
        return [[path, { path, message: message(name) }]];
      },
    ),
  );
  return [...new Map(found).values()];
}
