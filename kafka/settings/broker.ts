import { excerpt } from "../../common/excerpt";
import { didYouMean } from "../topics/did-you-mean";
import { brokerDefinitions, type Definition } from "./definitions";
import { mostOf, valueProblem, wholeNumber } from "./form";

/** A broker's demands on a value besides its type and range: `KafkaConfig.validateValues`, and how it uses values. */
const furtherForms: ReadonlyMap<string, Partial<Definition>> = new Map([
  ["log.roll.ms", { least: "1" }],
  ["log.roll.jitter.ms", { least: "0" }],
  ["log.flush.interval.ms", { least: "0" }],
  ["log.flush.scheduler.interval.ms", { least: "0" }],
  // The broker divides the cleaner's memory by this number.
  ["log.cleaner.threads", { least: "1" }],
  ["offsets.commit.required.acks", { least: "-1" }],
  ["offsets.topic.compression.codec", { least: "0", most: "4" }],
]);

/** Times after which data is deleted. A negative one means no limit; 0 would delete all data at once and is refused. */
const retentionTimes = ["log.retention.ms", "log.retention.minutes", "log.retention.hours"];

/** Further settings that Kafka's own plug-ins read: AclAuthorizer, JmxReporter, and its server metrics reporters. */
const plugInSetting =
  /^(super\.users|allow\.everyone\.if\.no\.acl\.found|authorizer\..+|metrics\.jmx\.(include|exclude)|kafka\.(csv\.)?metrics\..+)$/;

/** Says what is wrong with a broker setting's value, to follow its path; undefined if it is right or unknown. */
export function brokerSettingProblem(name: string, value: string): string | undefined {
  const known = definitionOf(name);
  if (!known) return undefined;
  const definition = { ...known, ...furtherForms.get(name) };
  const problem = valueProblem(definition, value);
  const isTime = retentionTimes.includes(name);
  const allowed =
    isTime && (problem !== undefined || wholeNumber(value) === 0n)
      ? `-1 for no limit, or a whole number from 1 to ${mostOf(definition)}`
      : problem;
  if (allowed === undefined) return undefined;
  return `is ${definition.type === "password" ? "a secret" : excerpt(value) || "empty"}; must be ${allowed}`;
}

/** Says that Kafka knows no such broker setting, to follow its path, or undefined if it does. */
export function unknownBrokerSetting(name: string): string | undefined {
  if (definitionOf(name) || plugInSetting.test(name)) return undefined;
  const hint = didYouMean(name, [...brokerDefinitions.keys()]);
  return `is not a broker setting of Kafka 3.5, which ignores it unless a plug-in reads it${hint}`;
}

/**
 * Kafka's definition of a setting, also of one for a listener (`listener.name.NAME.SETTING`) or for one of its
 * mechanisms (`listener.name.NAME.MECHANISM.SETTING`).
 */
function definitionOf(name: string): Definition | undefined {
  const [, rest] = /^listener\.name\.[^.]+\.(.+)$/.exec(name) ?? [];
  if (rest === undefined) return brokerDefinitions.get(name);
  return brokerDefinitions.get(rest) ?? brokerDefinitions.get(rest.replace(/^[^.]+\./, ""));
}
