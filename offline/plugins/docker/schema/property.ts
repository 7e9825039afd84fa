import type { Value } from "../../../../plugin/value";

/** What a value must satisfy; returns what is wrong with it. */
export type Rule = (value: Value) => string | undefined;

/** How the official provider treats one property. */
export interface Property {
  readonly kind: "string" | "integer" | "boolean" | "list" | "set" | "map" | "object";
  /** What a list or set holds: strings, or objects with these properties. Also an object's properties. */
  readonly element?: Table;
  readonly required?: true;
  /** A name is made up if the program gives none. */
  readonly generated?: true;
  /** Docker fills it in when the program does not give it. */
  readonly computed?: true;
  /** The program cannot give it. */
  readonly outputOnly?: true;
  readonly default?: Value;
  /** No update changes it: the resource is replaced. */
  readonly replace?: true;
  /** Taking it out of the program changes nothing. */
  readonly keptWhenRemoved?: true;
  readonly rule?: Rule;
  /** Whether two values that differ count as the same all the same. */
  readonly isSame?: (prior: Value, planned: Value) => boolean;
  /** Its name in Terraform, where that is not just the name in snake case; error messages use it. */
  readonly terraformName?: string;
  /** The stand-in reports it but cannot set it: giving it is refused. */
  readonly unsupported?: true;
}

/** Properties of a resource, or of the objects in a list, by name. */
export type Table = Readonly<Record<string, Property>>;

/** What is stored for a property of an object in a list that nobody gave. */
export function zeroOf(property: Property): Value {
  switch (property.kind) {
    case "string":
      return "";
    case "integer":
      return 0;
    case "boolean":
      return false;
    case "map":
      return {};
    case "object":
      return null;
    default:
      return [];
  }
}

/** Whether a value means the same as not giving it at all. */
export function isEmpty(value: Value | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value === "object") return Object.keys(value).length === 0;
  return value === "" || value === 0 || value === false;
}

/** The kinds of properties as builders, so that tables read as tables. */
export const string = { kind: "string" } as const;
export const integer = { kind: "integer" } as const;
export const boolean = { kind: "boolean" } as const;
export const stringList = { kind: "list" } as const;
export const stringSet = { kind: "set" } as const;
export const map = { kind: "map" } as const;
export const replace = { replace: true } as const;
export const computed = { computed: true } as const;
export const required = { required: true } as const;

/** The name of a resource, which is made up from its logical name if the program gives none. */
export const resourceName = { ...string, ...required, ...replace, generated: true } as const;

/** A list of objects, in the program's order. */
export function listOf(element: Table) {
  return { kind: "list", element } as const;
}

/** A set of objects: their order means nothing. */
export function setOf(element: Table) {
  return { kind: "set", element } as const;
}

/** User-defined labels, as each type but RemoteImage has them. */
export const labels = setOf({
  label: { ...string, ...required },
  value: { ...string, ...required },
});
