import { own } from "../../common/own";
import type { DiffKind } from "../sdk/provider";
import type { TopicDeclaration, TopicDeclarations } from "../../kafka/topics/declaration";
import { sameSetting } from "../../kafka/topics/settings";
import { kindOf } from "../handler";

type Changes = Record<string, DiffKind>;

/**
 * The differences between two declarations, topic by topic: `topics["a.b.c"]` for one that is added or removed,
 * `topics["a.b.c"].partitions` or `topics["a.b.c"].config["retention.ms"]` for one that changes.
 */
export function diffTopics(before: TopicDeclarations, now: TopicDeclarations): Changes {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  const changes = [...names].map((name): Changes => {
    const path = `topics[${JSON.stringify(name)}]`;
    const [from, to] = [own(before, name), own(now, name)];
    return from && to ? diffTopic(path, from, to) : { [path]: kindOf(from, to) };
  });
  return Object.assign({}, ...changes) as Changes;
}

function diffTopic(path: string, from: TopicDeclaration, to: TopicDeclaration): Changes {
  const changes: Changes = {};
  for (const name of ["partitions", "replicationFactor"] as const) {
    if (from[name] !== to[name]) changes[`${path}.${name}`] = "update";
  }
  for (const key of new Set([...Object.keys(from.config), ...Object.keys(to.config)])) {
    const [a, b] = [own(from.config, key), own(to.config, key)];
    if (!sameSetting(key, a, b)) changes[`${path}.config[${JSON.stringify(key)}]`] = kindOf(a, b);
  }
  if ((from.preventDelete ?? false) !== (to.preventDelete ?? false)) {
    changes[`${path}.preventDelete`] = kindOf(from.preventDelete, to.preventDelete);
  }
  return changes;
}
