import { once } from "node:events";
import { createInterface } from "node:readline/promises";

/** The streams of a question. */
export interface Asked {
  readonly input?: NodeJS.ReadableStream;
  readonly output?: NodeJS.WritableStream;
}

/**
 * Asks a question at a terminal.
 *
 * @returns The trimmed answer; undefined if the input ends, with Ctrl-D or Ctrl-C.
 */
export async function ask(
  question: string,
  { input = process.stdin, output = process.stdout }: Asked = {},
): Promise<string> {
  const terminal = createInterface({ input, output });
  // If the input ends, Node.js leaves a question open forever, and ends as if all were well.
  const closed = once(terminal, "close").then(() => undefined);
  // At a terminal, the question rejects on Ctrl-D and Ctrl-C.
  const answered = terminal.question(question).catch(() => undefined);
  const answer = await Promise.race([answered, closed]);
  if (answer === undefined) output.write("\n");
  terminal.close();
  return (answer ?? "").trim();
}
