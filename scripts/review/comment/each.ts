import { spawnSync } from "node:child_process";
import { UserError } from "../../../common/user-error";
import { touchedSince } from "../../environments/list";
import { root } from "../../setup/places";
import { runScript } from "../../terminal/run-script";

/**
 * Previews every environment that this branch touches and posts the comments, for a forge whose
 * pipelines cannot create a job for each. After all of them, it ends with 1 if one failed.
 *
 * Usage: each.ts BASE
 */
function each(base: string | undefined): void {
  if (!base) throw new UserError("usage: each.ts BASE");
  const stacks = touchedSince(base);
  if (stacks.length === 0) console.log("This branch touches no environment.");
  for (const stack of stacks) {
    for (const target of ["preview-comment", "post-comment"]) {
      const args = ["--no-print-directory", target, `STACK=${stack}`, `BASE=${base}`];
      const { status } = spawnSync("make", args, { cwd: root, stdio: "inherit" });
      if (status !== 0) process.exitCode = 1;
    }
  }
}

runScript(() => each(process.argv[2]));
