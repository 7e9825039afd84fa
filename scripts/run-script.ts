import { UserError } from "../user-error";

/** How a script ends. */
export interface ScriptEnd {
  /** Errors that are said as their message alone. Default: UserError. */
  readonly expected?: readonly (new (...args: never[]) => Error)[];
  /** Whether a failed script ends at once, for what has not answered may hold a connection for minutes. Default: false. */
  readonly atOnce?: boolean;
}

/** Runs a script: what a person can mend is said without the stack of a crash, and the exit code is 1. */
export function runScript(
  main: () => void | Promise<void>,
  { expected = [UserError], atOnce = false }: ScriptEnd = {},
): void {
  Promise.resolve()
    .then(main)
    .catch((error: unknown) => {
      if (!(error instanceof Error) || !expected.some((each) => error instanceof each)) throw error;
      console.error(error.message);
      if (atOnce) process.exit(1);
      process.exitCode = 1;
    });
}
