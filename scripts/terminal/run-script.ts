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
      const text = describeExpected(error, expected);
      if (text === undefined) throw error;
      console.error(text);
      if (atOnce) process.exit(1);
      process.exitCode = 1;
    });
}

/** What a person is told of an error that they can fix: one that is expected, or a file without the right to use it. */
export function describeExpected(
  error: unknown,
  expected: NonNullable<ScriptEnd["expected"]>,
): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (expected.some((each) => error instanceof each)) return error.message;
  const { code = "", path } = error as NodeJS.ErrnoException;
  if (path === undefined || !["EACCES", "EPERM", "EROFS"].includes(code)) return undefined;
  const why = code === "EROFS" ? "it is on a read-only file system" : "permission denied";
  return `${path} cannot be used: ${why}. Run the command as the user to whom the checkout belongs, on a disk that can be written.`;
}
