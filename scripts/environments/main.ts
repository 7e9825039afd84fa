import { appendFileSync } from "node:fs";
import { UserError } from "../../user-error";
import { root } from "../setup/places";
import { listEnvironments, touchedSince } from "./list";

/**
 * Prints, as a JSON list, the environments that the changes since another commit touch; all of them
 * where none is named. In a job of GitHub Actions it becomes the step's output `environments`.
 *
 * Usage: main.ts [BASE]
 */
function main(base: string | undefined): void {
  const touched = base ? touchedSince(base) : listEnvironments(root).map(({ name }) => name);
  const list = JSON.stringify(touched);
  console.log(list);
  const { GITHUB_OUTPUT: output } = process.env;
  if (output) appendFileSync(output, `environments=${list}\n`);
}

try {
  main(process.argv[2]);
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
