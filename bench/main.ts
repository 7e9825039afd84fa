import { relative } from "node:path";
import { UserError } from "../common/user-error";
import { root } from "../scripts/setup/places";
import { chosen, makeContender } from "./contenders/all";
import type { Contender } from "./contenders/contender";
import { composeCommand } from "./contenders/compose/command";
import { timesOfEmptyProgram } from "./measure/empty-program";
import { describePlugin } from "./measure/plugin";
import { describeMachine } from "./measure/machine";
import { benchOptions, type BenchOptions } from "./options";
import { writeReport } from "./report/report";
import { type Results, resultsFile, saveResults } from "./results";
import { runRounds } from "./rounds";
import { compareThroughput } from "./compare-throughput";
import { waterfallOfUp } from "./waterfall/of-up";

/** `make bench`: measures and writes the report. Measurements from before a failure are kept. */
async function bench(options: BenchOptions): Promise<void> {
  const names = chosen(options.only, Boolean(process.env.TEST_KUBECONFIG));
  const some = (part: string) => names.some((name) => name.startsWith(part));
  const versions: Record<string, string> = {
    ...(some("compose") && { "Docker Compose": (await composeCommand()).version }),
    ...(some("pulumi-docker") && { "docker plugin": describePlugin("docker") }),
    ...(some("pulumi-kubernetes") && { "kubernetes plugin": describePlugin("kubernetes") }),
  };
  const contenders: Contender[] = [];
  try {
    for (const name of names) contenders.push(await makeContender(name));
    const results: Results = {
      machine: await describeMachine(versions),
      rounds: options.rounds,
      contenders: contenders.map(({ name, title, brokers }) => ({ name, title, brokers })),
      samples: [],
      failures: [],
    };
    await runRounds(contenders, results);
    if (names.includes("pulumi-docker-1")) {
      results.emptyProgram = await timesOfEmptyProgram(options.rounds);
      results.waterfall = await waterfallOfUp();
    }
    if (options.throughput) results.throughput = await compareThroughput(options.rounds);
    saveResults(results);
    const written = writeReport(results, options.output).map((file) => relative(root, file));
    console.log(`\nMeasured: ${relative(root, resultsFile)}. Written: ${written.join(", ")}.`);
    for (const failure of results.failures) console.error(`Failed: ${failure}`);
    if (results.failures.length > 0) process.exitCode = 1;
  } finally {
    for (const contender of contenders) await contender.remove();
  }
}

async function main(): Promise<void> {
  await bench(benchOptions(process.argv.slice(2)));
}

main().catch((error: unknown) => {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
});
