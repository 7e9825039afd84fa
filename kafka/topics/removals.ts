import { own } from "../../common/own";
import type { TopicDeclarations } from "./declaration";

/** What happens to topics that are no longer declared. */
export interface Removals {
  /** Topics that are deleted, with their messages. */
  readonly delete: readonly string[];
  /** Topics that stay on the cluster, unmanaged. */
  readonly keep: readonly string[];
  /** Why the plan must not be applied; empty if it can be. */
  readonly problems: readonly string[];
}

interface RemovalArgs {
  readonly declared: TopicDeclarations;
  readonly actual: Readonly<Record<string, unknown>>;
  readonly previous: TopicDeclarations;
  readonly deleteTopics: boolean;
  /** Topics that the stack says should be deleted and have not merely been renamed. Default: none. */
  readonly removed?: readonly string[];
  /** Topics that the same plan creates. */
  readonly create: TopicDeclarations;
}

/**
 * Decides about the topics that were declared before and no longer are. They are deleted only if the stack
 * says so and nothing protects them.
 *
 * A topic that is removed while another is added may be a rename, which Kafka does not support: the messages
 * would be lost. Names prove nothing, so each such topic must be confirmed: in the list of topics to delete,
 * or with `renamedFrom` of the topic that takes its place.
 */
export function planRemovals(args: RemovalArgs): Removals {
  const { declared, actual, previous, deleteTopics, create, removed = [] } = args;
  const gone = Object.keys(previous).filter(
    (name) => !own(declared, name) && Object.hasOwn(actual, name),
  );
  if (!deleteTopics) return { delete: [], keep: gone, problems: [] };
  const confirmed = new Set([
    ...removed,
    ...Object.values(declared).map(({ renamedFrom }) => renamedFrom),
  ]);
  const newcomers = Object.keys(create).filter((name) => {
    const { renamedFrom } = own(create, name) ?? {};
    return renamedFrom === undefined || !gone.includes(renamedFrom);
  });
  const guarded = gone.filter((name) => own(previous, name)?.preventDelete);
  const doubtful = gone.filter((name) => !guarded.includes(name) && !confirmed.has(name)).sort();
  return {
    delete: gone,
    keep: [],
    problems: [
      ...guarded.map(isProtected),
      ...(newcomers.length > 0 && doubtful.length > 0
        ? [maybeRenamed(doubtful, newcomers, removed)]
        : []),
    ],
  };
}

function isProtected(name: string): string {
  return (
    `topics["${name}"] is no longer declared and would be deleted, but has preventDelete. ` +
    "Declare it again, or set its preventDelete to false and run `pulumi up` before you remove it"
  );
}

/**
 * Says what to write if it is no rename, ready to paste: with what the list has already, and on one line, because
 * Pulumi indents each line of a message by more than a stack's file does.
 */
function maybeRenamed(
  going: readonly string[],
  newcomers: readonly string[],
  removed: readonly string[],
): string {
  const [coming = ""] = newcomers;
  const others = newcomers.length === 1 ? "" : ` and ${newcomers.length - 1} more`;
  const [first = ""] = going;
  const messages = going.length === 1 ? "its messages" : "their messages";
  return [
    `${going.map((name) => `topics["${name}"]`).join(", ")} would be deleted, with ${messages}, while ` +
      `${coming}${others} would be created. Kafka cannot rename a topic. If this is not a rename, confirm the deletion under config: in the stack's file:`,
    `kafka-platform:removedTopics: [${[...removed, ...going].map(inYaml).join(", ")}]`,
    `If it is one, and the messages can be given up, set \`renamedFrom: ${inYaml(first)}\` on the topic that takes its place`,
  ].join("\n");
}

/** A topic's name as a string in YAML, which treats some names as a number or a boolean. */
function inYaml(name: string): string {
  const isPlain =
    /^[a-z][\w.-]*$/i.test(name) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(name);
  return isPlain ? name : JSON.stringify(name);
}
