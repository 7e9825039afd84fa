import { own } from "../../../common/own";
import { type Inputs, secretValue, unknownValue, type Value } from "./preview";

/** A property that differs. */
export interface Difference {
  /** Such as `ports[0].external` or `envs.KAFKA_BROKER_ID`. */
  readonly path: string;
  /** Undefined if the property is added. */
  readonly before?: string;
  /** Undefined if the property is removed. */
  readonly after?: string;
}

/**
 * The properties that differ between two values, at the deepest level. Lists whose items have names,
 * such as environment variables, are compared by these names: order and inserted items make no
 * difference to the others.
 */
export function differences(
  before: Value | undefined,
  after: Value | undefined,
  path = "",
): Difference[] {
  const [a, b] = comparable(before, after);
  if (isMap(a) && isMap(b)) {
    return [...new Set([...Object.keys(a), ...Object.keys(b)])]
      .filter((key) => key !== "__defaults")
      .flatMap((key) => differences(own(a, key), own(b, key), join(path, key)));
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    return Array.from({ length: Math.max(a.length, b.length) }, (_, index) =>
      differences(a[index] as Value, b[index] as Value, `${path}[${index}]`),
    ).flat();
  }
  const [from, to] = [shown(before), shown(after)];
  if (from === to) return [];
  return [
    {
      path,
      ...(from === undefined ? {} : { before: from }),
      ...(to === undefined ? {} : { after: to }),
    },
  ];
}

/** Two lists as maps by the names of their items, unless each item was renamed. */
function comparable(
  before: Value | undefined,
  after: Value | undefined,
): [Value | undefined, Value | undefined] {
  const [a, b] = [named(before), named(after)];
  if (!isMap(a) || !isMap(b) || !Array.isArray(before) || !Array.isArray(after)) return [a, b];
  const isRenamed =
    before.length === after.length && !Object.keys(a).some((key) => Object.hasOwn(b, key));
  return isRenamed ? [before as Value, after as Value] : [a, b];
}

/** Turns a list whose items all have different names into a map. */
function named(value: Value | undefined): Value | undefined {
  if (!Array.isArray(value) || value.length === 0) return value;
  const entries = (value as readonly Value[]).map((item): [string, Value] | undefined => {
    if (typeof item === "string") {
      const [, name, text] = /^([A-Za-z_]\w*)=([^]*)$/.exec(item) ?? [];
      return name === undefined ? undefined : [name, text ?? ""];
    }
    return isMap(item) && typeof item.name === "string" ? [item.name, item] : undefined;
  });
  if (entries.some((entry) => entry === undefined)) return value as Value;
  const map = new Map(entries as [string, Value][]);
  return map.size === value.length ? Object.fromEntries(map) : value;
}

function isMap(value: Value | undefined): value is Inputs {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shown(value: Value | undefined): string | undefined {
  if (value === undefined) return undefined;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text
    .replaceAll(unknownValue, "(known at up)")
    .replaceAll(JSON.stringify(secretValue), secretValue);
}

function join(path: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${path}["${key}"]`;
  return path === "" ? key : `${path}.${key}`;
}
