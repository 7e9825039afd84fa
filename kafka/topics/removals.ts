import { own } from "../../own";
import type { TopicDeclarations } from "./declaration";

/** What becomes of topics that are declared no more. */
export interface Removals {
  /** Topics that are deleted, with their messages. */
  readonly delete: readonly string[];
  /** Topics that stay on the cluster, to be looked after by nobody. */
  readonly keep: readonly string[];
  /** Why the plan must not be carried out; empty where it can be. */
  readonly problems: readonly string[];
}

interface RemovalArgs {
  readonly declared: TopicDeclarations;
  readonly actual: Readonly<Record<string, unknown>>;
  readonly previous: TopicDeclarations;
  readonly deleteTopics: boolean;
  /** Topics that the same plan creates. */
  readonly create: TopicDeclarations;
}

/**
 * Decides about the topics that were declared before and are no more. They are deleted only where the
 * stack says so and nothing protects them.
 *
 * A topic that goes while another comes may be a rename, which Kafka does not know: the messages would
 * be gone. Names tell nothing for certain, so each such topic has to be confirmed, by the `renamedFrom`
 * of the one that takes its place, or has to go in an `up` of its own.
 */
export function planRemovals(args: RemovalArgs): Removals {
  const { declared, actual, previous, deleteTopics, create } = args;
  const gone = Object.keys(previous).filter(
    (name) => !own(declared, name) && Object.hasOwn(actual, name),
  );
  if (!deleteTopics) return { delete: [], keep: gone, problems: [] };
  const replaced = new Set(Object.values(declared).map(({ renamedFrom }) => renamedFrom));
  const newcomers = Object.keys(create).filter((name) => {
    const { renamedFrom } = own(create, name) ?? {};
    return renamedFrom === undefined || !gone.includes(renamedFrom);
  });
  const problems = gone.flatMap((name) => {
    if (own(previous, name)?.preventDelete) return [isProtected(name)];
    return newcomers.length === 0 || replaced.has(name) ? [] : [maybeRenamed(name, newcomers)];
  });
  return { delete: gone, keep: [], problems };
}

function isProtected(name: string): string {
  return (
    `topics["${name}"] is declared no more and would be deleted, but has preventDelete. ` +
    "Declare it again, or set its preventDelete to false and run `pulumi up` before you take it out"
  );
}

function maybeRenamed(name: string, newcomers: readonly string[]): string {
  const [first = ""] = newcomers;
  const others = newcomers.length === 1 ? "" : ` and ${newcomers.length - 1} more`;
  return (
    `topics["${name}"] would be deleted, with its messages, while ${first}${others} would be created. ` +
    "Kafka cannot rename a topic. If this is a rename and the messages may go, " +
    `set renamedFrom: ${name} on the topic that takes its place; if not, create and delete in two runs of \`pulumi up\``
  );
}
