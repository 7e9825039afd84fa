import { readFileSync, writeFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import { capture } from "../../scripts/setup/process";
import { makeComment } from "../../scripts/review/comment/main";
import { root } from "../../scripts/setup/places";
import type { TestStack } from "../../tests/e2e/support/stack";

/** What the comment on a change of so many topics takes. */
export interface CommentCost {
  readonly topics: number;
  /** Both previews, at the same time, as `make preview-comment` runs them, and the comment. */
  readonly seconds: number;
  /** Of that, writing the comment from the previews. */
  readonly writingSeconds: number;
  /** Size of what Pulumi prints for the changed side, in MiB. */
  readonly previewMiB: number;
  /** Length of the comment. */
  readonly characters: number;
}

/** Previews a stack as it is and with another file of topics, and writes the comment on the difference. */
export async function measureComment(
  stack: TestStack,
  topics: number,
  headFile: string,
): Promise<CommentCost> {
  const env = stack.commandEnvironment;
  const file = env.PULUMI_OPTION_CONFIG_FILE ?? "";
  const head = `${file}.head.yaml`;
  const parsed = parse(readFileSync(file, "utf8")) as { config: Record<string, unknown> };
  parsed.config["kafka-platform:topicsFile"] = headFile;
  writeFileSync(head, stringify(parsed));
  const preview = async (config: string) => {
    const args = ["preview", "--json", "--show-sames", "--non-interactive"];
    const environment = { ...env, PULUMI_OPTION_CONFIG_FILE: config };
    const { code, stdout, stderr } = await capture("pulumi", args, { cwd: root, env: environment });
    if (code !== 0) throw new Error(`pulumi preview ended with ${code}:\n${stdout}${stderr}`);
    return stdout;
  };
  const started = performance.now();
  const [before, after] = await Promise.all([preview(file), preview(head)]);
  const previewed = performance.now();
  const { markdown } = makeComment(
    { stack: stack.name, base: "main", head: "HEAD" },
    before,
    after,
  );
  const ended = performance.now();
  if (!markdown.includes(`${topics} topics changed`)) {
    throw new Error(`The comment does not say that ${topics} topics change:\n${markdown}`);
  }
  return {
    topics,
    seconds: (ended - started) / 1000,
    writingSeconds: (ended - previewed) / 1000,
    previewMiB: Buffer.byteLength(after) / 2 ** 20,
    characters: markdown.length,
  };
}
