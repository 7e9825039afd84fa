import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { gunzipSync } from "node:zlib";
import { UserError } from "../../common/user-error";
import { onlyHere } from "./only-here";
import { localFolder, root } from "./places";
import { isDeployed } from "../stack/recover/state";
import { runScript } from "../terminal/run-script";

/** The part of a stack's state that says whether something is deployed. */
interface StackState {
  readonly checkpoint: { readonly latest?: { readonly resources?: { readonly type: string }[] } };
}

/** Stacks in the checkout's own state that have resources. */
function deployedStacks(): string[] {
  const folder = join(localFolder, "state/.pulumi/stacks");
  if (!existsSync(folder)) return [];
  const states = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return states
    .filter((file) => /\.json(\.gz)?$/.test(file))
    .filter((file) => {
      const bytes = readFileSync(join(folder, file));
      const text = file.endsWith(".gz") ? gunzipSync(bytes) : bytes;
      const state = JSON.parse(text.toString()) as StackState;
      const resources = state.checkpoint.latest?.resources ?? [];
      return resources.some(isDeployed);
    })
    .map((file) => basename(file).replace(/\.json(\.gz)?$/, ""));
}

/** Removes everything in a folder except the files at these paths. */
function removeAllBut(kept: readonly string[], folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (kept.includes(path)) continue;
    if (kept.some((each) => each.startsWith(`${path}/`))) removeAllBut(kept, path);
    else rmSync(path, { recursive: true, force: true });
  }
}

function clean(): void {
  const stacks = deployedStacks();
  if (stacks.length > 0) {
    throw new UserError(
      `.local is kept, because it has the state of what is deployed: ${stacks.join(", ")}. ` +
        `Run \`make destroy STACK=${stacks[0]}\` first.`,
    );
  }
  const copies = join(localFolder, "config");
  const unsaved = onlyHere(copies, root);
  const kept = unsaved.flatMap(({ files }) => files.map((file) => join(copies, file)));
  if (kept.length === 0) rmSync(localFolder, { recursive: true, force: true });
  else removeAllBut(kept, localFolder);
  for (const { files, keys } of unsaved) {
    const paths = files.map((file) => relative(root, join(copies, file)));
    console.log(
      `${paths[0]} is kept: only it has ${keys.join(", ")}. Without it, the next \`make up\` would deploy the stack ` +
        `without these settings. If that is what you want: rm ${paths.join(" ")}`,
    );
  }
}

runScript(clean);
