import { formatPath } from "../../common/paths";
import type { Problem } from "../problems";
import type { WellFormed } from ".";

const key = "auto.create.topics.enable";

/**
 * Says that brokers create a topic as soon as a client asks for it, which they do by default
 * (https://kafka.apache.org/35/documentation.html#brokerconfigs_auto.create.topics.enable).
 */
export function automaticTopics({ brokerSettings = {} }: WellFormed): Problem[] {
  const value = brokerSettings[key]?.trim();
  if (value?.toLowerCase() === "false") return [];
  return [
    {
      path: formatPath(["brokerSettings", key]),
      message:
        `is ${value === undefined ? "not set, and true by Kafka's default" : "true"}; a deleted or misspelt topic ` +
        "comes back, with the brokers' defaults in place of what is declared, as soon as a client asks for it, " +
        "and nothing reports it. Set it to false",
    },
  ];
}
