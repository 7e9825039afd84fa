import type { Value } from "../../../../provider/sdk/value";

/** A rule for a value; returns what is wrong with it. */
export type Rule = (value: Value) => string | undefined;

/** How the official provider treats one property. */
export interface Property {
  readonly kind: "string" | "integer" | "boolean" | "list" | "set" | "map" | "object";
  /** What a list or set holds: strings, or objects with these properties. Also an object's properties. */
  readonly element?: Table;
  readonly required?: true;
  /** A name is generated if the program gives none. */
  readonly generated?: true;
  /** Docker fills it in if the program does not set it. */
  readonly computed?: true;
  /** The program cannot set it. */
  readonly outputOnly?: true;
  readonly default?: Value;
  /** No update can change it: the resource is replaced. */
  readonly replace?: true;
  /** Removing it from the program changes nothing. */
  readonly keptWhenRemoved?: true;
  readonly rule?: Rule;
  /** Whether two different values count as equal. */
  readonly isSame?: (prior: Value, planned: Value) => boolean;
  /** Its name in Terraform if it is not just the name in snake case; error messages use it. */
  readonly terraformName?: string;
  /** The stand-in reports it but cannot set it: a program that sets it is refused. */
  readonly unsupported?: true;
}

/** Properties of a resource, or of the objects in a list, by name. */
export type Table = Readonly<Record<string, Property>>;

/** The stored value of an omitted property of an object in a list. */
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

/** Whether a value means the same as omitting it. */
export function isEmpty(value: Value | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value === "object") return Object.keys(value).length === 0;
  return value === "" || value === 0 || value === false;
}

/** Builders for the kinds of properties, to keep the tables readable. */
export const string = { kind: "string" } as const;
export const integer = { kind: "integer" } as const;
export const boolean = { kind: "boolean" } as const;
export const stringList = { kind: "list" } as const;
export const stringSet = { kind: "set" } as const;
export const map = { kind: "map" } as const;
export const replace = { replace: true } as const;
export const computed = { computed: true } as const;
export const required = { required: true } as const;

/** The name of a resource, generated from its logical name if the program gives none. */
export const resourceName = { ...string, ...required, ...replace, generated: true } as const;

/** A list of objects, in the program's order. */
export function listOf(element: Table) {
  return { kind: "list", element } as const;
}

/** A set of objects: their order is irrelevant. */
export function setOf(element: Table) {
  return { kind: "set", element } as const;
}

/** User-defined labels, which every type except RemoteImage has. */
export const labels = setOf({
  label: { ...string, ...required },
  value: { ...string, ...required },
});
