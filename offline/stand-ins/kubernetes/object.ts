import { isProperties, type Properties, type Value } from "../../../provider/sdk/value";

/** The value at a path of property names; undefined if any of them is missing. */
export function field(value: Value | undefined, ...path: readonly string[]): Value | undefined {
  return path.reduce<Value | undefined>(
    (inner, name) => (isProperties(inner) ? inner[name] : undefined),
    value,
  );
}

/** The string at a path, or an empty one. */
export function text(value: Value | undefined, ...path: readonly string[]): string {
  const found = field(value, ...path);
  return typeof found === "string" ? found : "";
}

/** The number at a path, or 0, because the API server omits zeros. */
export function count(value: Value | undefined, ...path: readonly string[]): number {
  const found = field(value, ...path);
  return typeof found === "number" ? found : 0;
}

/** The objects of the list at a path; empty if there is none. */
export function objects(value: Value | undefined, ...path: readonly string[]): Properties[] {
  const found = field(value, ...path);
  return Array.isArray(found) ? found.filter(isProperties) : [];
}

/** An annotation's value, or an empty string. */
export function annotation(object: Properties, name: string): string {
  return text(object, "metadata", "annotations", name);
}

/** A copy with changed metadata. */
export function withMetadata(object: Properties, changes: Properties): Properties {
  const metadata = isProperties(object.metadata) ? object.metadata : {};
  return { ...object, metadata: { ...metadata, ...changes } };
}

/** The place of an object in the cluster. */
export interface ObjectName {
  /** Empty for kinds without a namespace. */
  readonly namespace: string;
  readonly name: string;
}

/** The name as a Pulumi id: `namespace/name`, or only `name`. */
export function formatName({ namespace, name }: ObjectName): string {
  return namespace ? `${namespace}/${name}` : name;
}

/** Parses a Pulumi id. */
export function parseName(id: string): ObjectName {
  const slash = id.indexOf("/");
  return { namespace: id.slice(0, Math.max(slash, 0)), name: id.slice(slash + 1) };
}

/** The name in the object's metadata. */
export function nameOf(object: Properties): ObjectName {
  return {
    namespace: text(object, "metadata", "namespace"),
    name: text(object, "metadata", "name"),
  };
}
