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
        `is ${value === undefined ? "not set, and Kafka's default is true" : "true"}; a deleted or misspelt topic ` +
        "is created with the brokers' defaults, not as declared, as soon as a client asks for it, " +
        "and nothing reports it. Set it to false",
    },
  ];
}
