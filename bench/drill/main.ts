import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { UserError } from "../../common/user-error";
import { drill } from "./drill";
import { drillOptions } from "./options";
import { drillReport, isPassed } from "./report";

/** `make drill`; bench/drill/run gives it its own network namespace if permitted, and then sets DRILL_ALONE. */
async function main(): Promise<void> {
  const options = drillOptions(process.argv.slice(2));
  const root = process.getuid?.() === 0 && process.platform === "linux";
  const results = await drill(options, { root, ownEngine: process.env.DRILL_ALONE === "true" });
  const report = drillReport(options, results, new Date().toISOString());
  mkdirSync(dirname(options.output), { recursive: true });
  writeFileSync(options.output, report);
  console.log(`\n${report}\nWritten: ${options.output}`);
  if (!isPassed(results)) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof UserError ? error.message : error);
  process.exitCode = 1;
});
