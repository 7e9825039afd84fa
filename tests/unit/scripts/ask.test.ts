import { PassThrough } from "node:stream";
import { ask } from "../../../scripts/terminal/ask";

test.each<[string, string, string]>([
  ["an answer", "dev\n", "dev"],
  ["spaces around it", "  dev \n", "dev"],
  ["no", "n\n", "n"],
  ["nothing", "\n", ""],
  ["the end of the input, without an answer", "", ""],
  ["the end in the middle of one, which nobody confirmed", "de", ""],
])("a question that gets %s", async (_what, typed, expected) => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const answered = ask("Go on? ", { input, output });
  input.end(typed);
  expect(await answered).toBe(expected);
  expect(String(output.read())).toContain("Go on? ");
});
