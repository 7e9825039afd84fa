/** Ends a chain of cases: the compiler reports a missing case, and a value without a case throws an error. */
export function unreachable(value: never): never {
  throw new Error(`${JSON.stringify(value)} is not one of the known cases`);
}
