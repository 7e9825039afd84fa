/**
 * What a record holds under a name that comes from outside. Every object also answers to `constructor` and the like,
 * which are names that a topic may have.
 */
export function own<Value>(
  record: Readonly<Record<string, Value>> | undefined,
  name: string,
): Value | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}
