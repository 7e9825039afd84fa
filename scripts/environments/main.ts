import { appendFileSync } from "node:fs";
import { excerpt } from "../../common/excerpt";
import { UserError } from "../../common/user-error";
import { root } from "../setup/places";
import { listEnvironments, touchedSince } from "./list";
import { runScript } from "../terminal/run-script";

/**
 * Prints, as a JSON list, the environments that the changes since another commit touch; all of them if no commit
 * is named. In a job of GitHub Actions the list becomes the step's output `environments`; those of them that are
 * in PREVIEW_ENVIRONMENTS, a JSON list, become `deployed`.
 *
 * Usage: main.ts [BASE]
 */
function main(base: string | undefined): void {
  const touched = base ? touchedSince(base) : listEnvironments(root).map(({ name }) => name);
  const list = JSON.stringify(touched);
  console.log(list);
  const { GITHUB_OUTPUT: output } = process.env;
  if (!output) return;
  const { PREVIEW_ENVIRONMENTS: chosenText = "" } = process.env;
  const chosen = chosenText === "" ? [] : parseList("PREVIEW_ENVIRONMENTS", chosenText);
  const deployed = JSON.stringify(touched.filter((name) => chosen.includes(name)));
  appendFileSync(output, `environments=${list}\ndeployed=${deployed}\n`);
}

function parseList(name: string, text: string): string[] {
  try {
    const list: unknown = JSON.parse(text);
    if (Array.isArray(list) && list.every((each) => typeof each === "string")) return list;
  } catch {
    // The error below says it.
  }
  throw new UserError(`${name} is ${excerpt(text)}; must be a list such as ["staging"].`);
}

runScript(() => main(process.argv[2]));
