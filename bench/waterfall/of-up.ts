import { platformConfig } from "../platform";
import { TestStack } from "../../tests/e2e/support/stack";
import { recordWaterfall } from "./record";
import type { Waterfall } from "./waterfall";

/** The waterfall of one `up` from scratch, with one broker on Docker. */
export async function waterfallOfUp(): Promise<Waterfall> {
  const name = "bench-waterfall";
  const stack = await TestStack.create(name, await platformConfig(name, 1));
  try {
    return await recordWaterfall(stack);
  } finally {
    await stack.remove();
  }
}
