import { once } from "node:events";
import { createInterface } from "node:readline/promises";

/** Who is asked. */
export interface Asked {
  readonly input?: NodeJS.ReadableStream;
  readonly output?: NodeJS.WritableStream;
}

/**
 * Asks a question at a terminal.
 *
 * @returns The answer without spaces around it; nothing where the input ends, by Ctrl-D or Ctrl-C.
 */
export async function ask(
  question: string,
  { input = process.stdin, output = process.stdout }: Asked = {},
): Promise<string> {
  const terminal = createInterface({ input, output });
  // Where the input ends, Node.js leaves a question open for ever, and ends as if all were well.
  const closed = once(terminal, "close").then(() => undefined);
  // At a terminal, Ctrl-D and Ctrl-C are an error of the question's.
  const answered = terminal.question(question).catch(() => undefined);
  const answer = await Promise.race([answered, closed]);
  if (answer === undefined) output.write("\n");
  terminal.close();
  return (answer ?? "").trim();
}
