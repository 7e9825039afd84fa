import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { TestStack } from "../../tests/e2e/support/stack";
import { localFolder, root } from "../../scripts/setup/places";
import { dockerRun } from "../contenders/docker-run";
import { pulumiOperations } from "../contenders/pulumi";
import type { Cost } from "../measure/command";
import { platformConfig } from "../platform";
import { type BareSeconds, bareTopics, removeTopics, waitUntilGone } from "./bare-topics";
import { type CommentCost, measureComment } from "./measure-comment";
import { scaleTopics, topicCounts, topicsFileText } from "./topics";

/** What commands take with so many topics. */
export interface TopicsRow {
  readonly topics: number;
  /** Adds all of them to a running platform that has none, and ends with the smoke test. */
  readonly up: Cost;
  readonly noop: Cost;
  readonly preview: Cost;
  readonly refresh: Cost;
}

/** Number of topics that all change in the measured comment. */
export const commentTopics = 1000;

/** As a stack of many topics has them: Pulumi passes the stack's own configuration in one environment variable. */
const files = join(localFolder, "bench");

/** Measures each number of topics on one running broker, which has no other topics meanwhile. */
export async function measureTopics(report: {
  readonly onRow: (row: TopicsRow) => void;
  readonly onComment: (comment: CommentCost) => void;
}): Promise<void> {
  const name = "bench-scale-topics";
  const declare = (text: string, file = "topics.yaml") => {
    writeFileSync(join(files, file), text);
    return relative(root, join(files, file));
  };
  mkdirSync(files, { recursive: true });
  const stack = await TestStack.create(name, {
    ...(await platformConfig(name, 1)),
    topics: [],
    topicsFile: declare("[]\n"),
    topicNaming: "off",
    deleteTopics: true,
  });
  const pulumi = pulumiOperations(stack);
  try {
    await pulumi.start();
    for (const topics of topicCounts) {
      declare(topicsFileText(topics));
      report.onRow({
        topics,
        up: await pulumi.start(),
        noop: await pulumi.noop(),
        preview: await pulumi.preview(),
        refresh: await pulumi.refresh(),
      });
      if (topics === commentTopics) {
        const head = declare(topicsFileText(topics, "86400000"), "topics-head.yaml");
        report.onComment(await measureComment(stack, topics, head));
      }
      if (topics === topicCounts.at(-1)) break;
      declare("[]\n");
      await pulumi.start();
      await waitUntilGone(stack.connection, Object.keys(scaleTopics(topics)));
    }
  } finally {
    await stack.remove();
    for (const file of ["topics.yaml", "topics-head.yaml"]) {
      rmSync(join(files, file), { force: true });
    }
  }
}

/** Measures bare calls for the same numbers of topics, against a broker of the same kind. */
export async function measureBare(
  onRow: (row: BareSeconds & { readonly topics: number }) => void,
): Promise<void> {
  const platform = await dockerRun(1);
  const { connection } = platform;
  try {
    await platform.start();
    for (const topics of topicCounts) {
      const declared = scaleTopics(topics);
      onRow({ topics, ...(await bareTopics(connection, declared)) });
      if (topics !== topicCounts.at(-1)) await removeTopics(connection, Object.keys(declared));
    }
  } finally {
    await platform.remove();
  }
}
