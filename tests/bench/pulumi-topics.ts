import type { TestStack } from "../e2e/support/stack";
import { type Seconds, topicsOf } from "./table";

/** Topics as this project has them: the whole command each time, with a running broker. */
export async function pulumiTopics(stack: TestStack, count: number): Promise<Seconds> {
  const up = async (topics: object[]) => {
    stack.configure({ topics });
    return (await stack.up()).seconds;
  };
  const topics = topicsOf(`pulumi${count}`, count);
  return {
    create: await up(topics),
    noOp: (await stack.up("--expect-no-changes")).seconds,
    refresh: (await stack.pulumi("refresh", "--yes", "--skip-preview")).seconds,
    addOne: await up([...topics, ...topicsOf(`more${count}`, 1)]),
    remove: await up([]),
  };
}
