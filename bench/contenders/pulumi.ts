import type { TestStack } from "../../tests/e2e/support/stack";
import { officialWaits } from "../platform";
import { type Cost, measureCommand } from "../measure/command";
import type { Contender } from "./contender";

/** What Pulumi does with a stack. */
export type PulumiOperations = Required<
  Pick<Contender, "start" | "provesItself" | "noop" | "preview" | "refresh" | "destroy">
>;

/** Pulumi's operations on a stack, as `make` calls them. The smoke test is part of `up`. */
export function pulumiOperations(stack: TestStack): PulumiOperations {
  const environment = { ...stack.commandEnvironment, ...officialWaits };
  const pulumi = (...args: string[]): Promise<Cost> => measureCommand("pulumi", args, environment);
  return {
    start: () => pulumi("up", "--yes", "--skip-preview"),
    provesItself: true,
    noop: () => pulumi("up", "--yes", "--skip-preview", "--expect-no-changes"),
    preview: () => pulumi("preview", "--expect-no-changes"),
    refresh: () => pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes"),
    destroy: () => pulumi("destroy", "--yes", "--skip-preview"),
  };
}
