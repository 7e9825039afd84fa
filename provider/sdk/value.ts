/** A value that is not known before the deployment, such as an output of a resource to be created. */
export const unknown: unique symbol = Symbol("unknown");

/** A property value as plain data: secret markers are removed on the way in and put back on the way out. */
export type Value = null | boolean | number | string | typeof unknown | Value[] | Properties;

/** The inputs or outputs of a resource. */
export interface Properties {
  [name: string]: Value;
}

/** Whether the value is an object with properties, not a list. */
export function isProperties(value: Value | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether the value, or anything inside it, is unknown. */
export function containsUnknown(value: Value | undefined): boolean {
  if (Array.isArray(value)) return value.some(containsUnknown);
  if (isProperties(value)) return Object.values(value).some(containsUnknown);
  return value === unknown;
}
