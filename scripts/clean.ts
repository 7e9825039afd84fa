import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { localFolder } from "./setup/places";

/** The part of a stack's state that says whether something is deployed. */
interface StackState {
  readonly checkpoint: { readonly latest?: { readonly resources?: { readonly type: string }[] } };
}

/** Stacks of the checkout's own state that have resources. */
function deployedStacks(): string[] {
  const folder = join(localFolder, "state/.pulumi/stacks");
  if (!existsSync(folder)) return [];
  const states = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return states
    .filter((file) => file.endsWith(".json"))
    .filter((file) => {
      const state = JSON.parse(readFileSync(join(folder, file), "utf8")) as StackState;
      const resources = state.checkpoint.latest?.resources ?? [];
      return resources.some(({ type }) => type !== "pulumi:pulumi:Stack");
    })
    .map((file) => basename(file, ".json"));
}

const stacks = deployedStacks();
if (stacks.length > 0) {
  console.error(
    `.local stays, for it has the state of what is deployed: ${stacks.join(", ")}. ` +
      `Run \`make destroy STACK=${stacks[0]}\` first.`,
  );
  process.exitCode = 1;
} else {
  rmSync(localFolder, { recursive: true, force: true });
}
