/** Ends a chain of cases: where one is missing the compiler says so, and so does a value of no case when it comes. */
export function unreachable(value: never): never {
  throw new Error(`${JSON.stringify(value)} is none of the cases that there are`);
}
