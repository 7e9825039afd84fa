import { UserError } from "../../common/user-error";

/** How a script ends. */
export interface ScriptEnd {
  /** Errors of which only the message is printed. Default: UserError. */
  readonly expected?: readonly (new (...args: never[]) => Error)[];
  /** Whether a failed script ends at once: an open request may hold a connection for minutes. Default: false. */
  readonly atOnce?: boolean;
}

/** Runs a script: an error that a person can fix is printed without a stack trace, and the exit code is 1. */
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
