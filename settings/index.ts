import type { TopicDeclaration, TopicDeclarations } from "../kafka/topics/declaration";
import { excerpt } from "../common/excerpt";
import { locator } from "./files/locate";
import { describeProblem, type Problem, SettingsError, unique } from "./problems";
import { isDataProtected, productionFindings } from "./rules/production";
import { advice, rules, type WellFormed } from "./rules";
import { readTopics, readValues, valueIn } from "./read-values";
import type { Values } from "./schema";
import type { StackFile } from "./files/stack-file";
import { type MergedTopic, mergeTopics } from "./merged-topics";
import { wellFormedDefaults, wellFormedTopics } from "./topics";

export { SettingsError } from "./problems";

/** What the program deploys, from a valid configuration: each value is described in Pulumi.yaml. */
export interface Settings extends Omit<Values, "topics" | "topicDefaults"> {
  /** The declared topics by name, with every default filled in. */
  readonly topics: TopicDeclarations;
  /** Whether data must be protected from being destroyed. */
  readonly protectData: boolean;
  /** Warnings about what is deployed anyway, one per line. */
  readonly warnings: readonly string[];
}

/**
 * Reads the project's configuration as Pulumi passes it: keys without their namespace, and values as text.
 *
 * @param stack Name of the stack. Default: empty, which matches no `destroyData`.
 * @param isSecret Whether a key's value is a secret, which no message shows. Default: none is.
 * @param file The file that the values come from, to find what YAML changed on the way. Default: not known.
 * @throws SettingsError that lists every problem at once.
 */
export function readSettings(
  config: Readonly<Record<string, string>>,
  stack = "",
  isSecret: (key: string) => boolean = () => false,
  file?: StackFile,
): Settings {
  const { values, problems } = readValues(config, isSecret, file);
  const topicsFile = readTopics(config.topicsFile ?? "");
  problems.push(...topicsFile.problems);
  const written = [
    ...wellFormedTopics(valueIn(config.topics), (index) => `topics[${index}]`),
    ...topicsFile.wellFormed,
  ];
  const defaults = wellFormedDefaults(valueIn(config.topicDefaults));
  const topics = mergeTopics(written, defaults, values.brokers as number | undefined);
  delete values.topicDefaults;
  const wellFormed = { ...values, topics } as WellFormed;
  const judge = (judges: typeof rules) => Object.values(judges).flatMap((rule) => rule(wellFormed));
  const production = productionFindings(wellFormed, stack);
  // If a value is not well formed, the rules need not report more about it.
  const reported = new Set(problems.map(({ path }) => path));
  const isNew = ({ path }: Problem) => !reported.has(path);
  problems.push(...unique([...judge(rules), ...production.problems].filter(isNew)));
  const locate = locator(config, file, topicsFile);
  const told = (problem: Problem) => locate(withoutSecrets(problem, config, isSecret));
  const warnings = unique([...judge(advice), ...production.warnings].filter(isNew))
    .map(told)
    .map((problem) => describeProblem(problem));
  if (problems.length > 0) throw new SettingsError(problems.map(told), warnings);
  return {
    ...(values as Values),
    topics: declarations(topics),
    protectData: isDataProtected(wellFormed, stack),
    warnings,
  };
}

/** The topics of a valid configuration. */
function declarations(topics: readonly MergedTopic[]): TopicDeclarations {
  return Object.fromEntries(
    topics.map(({ name = "", renamedFrom, ...topic }): [string, TopicDeclaration] => [
      name,
      {
        // The rules have made sure that both are set.
        partitions: topic.partitions ?? 1,
        replicationFactor: topic.replicationFactor ?? 1,
        config: topic.config,
        ...(topic.preventDelete && { preventDelete: true }),
        ...(renamedFrom !== undefined && { renamedFrom }),
      },
    ]),
  );
}

/** Masks secrets in a problem: a rule's message quotes the value that it is about. */
function withoutSecrets(
  { path, message }: Problem,
  config: Readonly<Record<string, string>>,
  isSecret: (key: string) => boolean,
): Problem {
  const texts = Object.keys(config)
    .filter(isSecret)
    .flatMap((key) => textsIn(config[key] ?? ""))
    .flatMap((text) => [text, excerpt(text)])
    // As in Pulumi's own output: one or two letters would be masked everywhere.
    .filter((text) => text.length > 2);
  return {
    path,
    message: texts.reduce((left, text) => left.replaceAll(text, "[secret]"), message),
  };
}

/** A text and, if it is JSON, each value in it. */
function textsIn(text: string): string[] {
  const leaves = (value: unknown): string[] => {
    if (typeof value === "object" && value !== null) return Object.values(value).flatMap(leaves);
    return typeof value === "string" || typeof value === "number" ? [String(value)] : [];
  };
  try {
    return [text, ...leaves(JSON.parse(text))];
  } catch {
    return [text];
  }
}
