import { relative } from "node:path";
import { UserError } from "../common/user-error";
import { root } from "../scripts/setup/places";
import { chosen, makeContender, scaleParts } from "./contenders/all";
import type { Contender } from "./contenders/contender";
import { composeCommand } from "./contenders/compose/command";
import { timesOfEmptyProgram } from "./measure/empty-program";
import { describePlugin } from "./measure/plugin";
import { describeMachine } from "./measure/machine";
import { benchOptions, type BenchOptions } from "./options";
import { writeReport } from "./report/report";
import { lastResults, resultsFile, resultsToContinue, saveResults } from "./results";
import { runRounds } from "./rounds";
import { measureScale } from "./scale/scale";
import { compareThroughput } from "./compare-throughput";
import { waterfallOfUp } from "./waterfall/of-up";

/** `make bench`: measures and writes the report. Measurements from before a failure are kept. */
async function bench(options: BenchOptions): Promise<void> {
  const selected = chosen(options.only, Boolean(process.env.TEST_KUBECONFIG));
  const scale = selected.filter((name) => scaleParts.some((part) => part === name));
  const names = selected.filter((name) => !scale.includes(name));
  const some = (part: string) => names.some((name) => name.startsWith(part));
  const versions: Record<string, string> = {
    ...(some("compose") && { "Docker Compose": (await composeCommand()).version }),
    ...(some("pulumi-docker") && { "docker plugin": describePlugin("docker") }),
    ...(some("pulumi-kubernetes") && { "kubernetes plugin": describePlugin("kubernetes") }),
  };
  const contenders: Contender[] = [];
  try {
    for (const name of names) contenders.push(await makeContender(name));
    const last = lastResults();
    const measures = { contenders: names.length > 0, scale: scale.length > 0 };
    const results = resultsToContinue(
      {
        machine: await describeMachine(versions),
        rounds: options.rounds,
        contenders: contenders.map(({ name, title, brokers }) => ({ name, title, brokers })),
        samples: [],
        failures: [],
      },
      { measures, last },
    );
    await runRounds(contenders, results);
    if (names.includes("pulumi-docker-1")) {
      results.emptyProgram = await timesOfEmptyProgram(options.rounds);
      results.waterfall = await waterfallOfUp();
    }
    if (options.throughput && measures.contenders)
      results.throughput = await compareThroughput(options.rounds);
    if (measures.scale) {
      await measureScale(scale, last?.scale, (measured, failure) => {
        results.scale = measured;
        if (failure !== undefined) results.failures.push(failure);
        saveResults(results);
      });
    }
    saveResults(results);
    const written = writeReport(results, options.output).map((file) => relative(root, file));
    console.log(`\nMeasured: ${relative(root, resultsFile)}. Written: ${written.join(", ")}.`);
    for (const failure of results.failures) console.error(`Failed: ${failure}`);
    if (results.failures.length > 0) process.exitCode = 1;
  } finally {
    for (const contender of contenders) await contender.remove();
  }
}

/** Writes the report of the last run, even of one that was interrupted. */
function reportAgain({ output }: BenchOptions): void {
  const last = lastResults();
  if (!last)
    throw new UserError(`Nothing was measured yet: there is no ${relative(root, resultsFile)}.`);
  const written = writeReport(last, output).map((file) => relative(root, file));
  console.log(`Written: ${written.join(", ")}.`);
}

async function main(): Promise<void> {
  const options = benchOptions(process.argv.slice(2));
  if (options.reportOnly) reportAgain(options);
  else await bench(options);
}

main().catch((error: unknown) => {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
});
