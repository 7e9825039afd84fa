/**
 * The value that a record has under a name that comes from outside. Every object also has `constructor` and the like,
 * which are possible names of topics.
 */
export function own<Value>(
  record: Readonly<Record<string, Value>> | undefined,
  name: string,
): Value | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}
