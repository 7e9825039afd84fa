import { own } from "../common/own";
import { z } from "zod";
import { topicNameProblem } from "../kafka/topics/declaration";
import { topicSettingProblem } from "../kafka/topics/settings";
import { isMap, settings, truth, wellFormedSettings, wholeNumber } from "./forms";
import { strictObject } from "./strict-object";

const config = settings("must be a map of topic settings", topicSettingProblem).default({});

const topicName = z
  .string({ error: "must be the topic's name, in quotes if it is a number" })
  .superRefine((name, context) => {
    const problem = topicNameProblem(name);
    if (problem) context.addIssue(problem);
  });

const defaultFields = {
  partitions: wholeNumber(1, 10000).optional(),
  replicationFactor: wholeNumber(1, 9).optional(),
  config,
  preventDelete: truth().optional(),
};

/** The form of each value of a topic. */
const topicFields = { name: topicName, ...defaultFields, renamedFrom: topicName.optional() };

/** The form of a list of topics' names. */
export function topicNames(error: string) {
  return z.array(topicName, { error });
}

/** The form of a list of topics. */
export function topicList(error: string) {
  return z.array(strictObject(topicFields, "a topic"), { error });
}

/** The form of the values that apply to every topic that does not say otherwise. */
export function topicDefaults() {
  return strictObject(defaultFields, "topicDefaults");
}

/** A topic as the configuration declares it. */
export type Topic = z.output<ReturnType<typeof topicList>>[number];

/** Values of a topic that are well formed on their own: other values are absent, and other settings are undefined. */
export type TopicFields = Partial<Omit<Topic, "name" | "renamedFrom" | "config">> & {
  readonly config?: Readonly<Record<string, string | undefined>>;
};

/** The values of a topic that are well formed on their own, and the topic's path. */
export type WellFormedTopic = TopicFields &
  Partial<Pick<Topic, "name" | "renamedFrom">> & { readonly at: string };

/**
 * The well-formed values of each topic in a list that may be malformed as a whole: what rules can still check.
 *
 * @param at The path of the topic with this index.
 */
export function wellFormedTopics(list: unknown, at: (index: number) => string): WellFormedTopic[] {
  if (!Array.isArray(list)) return [];
  return list.map((each: unknown, index) => ({
    ...wellFormedFields(topicFields, each),
    at: at(index),
  }));
}

/** The well-formed values of topicDefaults. */
export function wellFormedDefaults(given: unknown): TopicFields {
  return wellFormedFields(defaultFields, given);
}

function wellFormedFields(fields: z.ZodRawShape, given: unknown): TopicFields {
  if (!isMap(given)) return {};
  const values = Object.keys(fields).flatMap((key): [string, unknown][] => {
    const value = own(given, key);
    if (key === "config") return [[key, wellFormedSettings(value, topicSettingProblem)]];
    const result = z.safeParse(fields[key] ?? z.never(), value);
    return result.success ? [[key, result.data]] : [];
  });
  return Object.fromEntries(values);
}
