import type { Contender } from "./contenders/contender";
import { measureRound } from "./measure/round";
import type { Sample } from "./measure/sample";
import { platformConfig, platformSettings } from "./platform";
import { type Results, saveResults } from "./results";
import { rotated } from "./statistics";

/** Measures every contender in every round, one after the other, and saves each measurement immediately. */
export async function runRounds(contenders: readonly Contender[], results: Results): Promise<void> {
  if (contenders.length === 0) return;
  const topics = Object.keys(platformSettings(await platformConfig("bench-topics", 1)).topics);
  for (let round = 1; round <= results.rounds; round++) {
    for (const contender of rotated(contenders, round - 1)) {
      try {
        const sample = await measureRound(contender, topics, round);
        results.samples.push(sample);
        console.log(describe(sample));
      } catch (error) {
        // The others are still worth measuring; the report says what failed.
        const [message] = (error as Error).message.trim().split("\n").slice(-1);
        results.failures.push(`${contender.name}, round ${round}: ${message}`);
        console.error(`${contender.name}, round ${round}: ${(error as Error).message}`);
        await contender.destroy().catch(() => undefined);
      }
      saveResults(results);
    }
  }
}

function describe({ contender, round, load, measured }: Sample): string {
  const numbers = Object.entries(measured)
    .filter(([, value]) => value !== undefined)
    .map(([quantity, value]) => `${quantity} ${value.toFixed(1)}`);
  return `round ${round}, ${contender} (load ${load.toFixed(1)}): ${numbers.join(", ")}`;
}
