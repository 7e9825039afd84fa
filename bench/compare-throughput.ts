import { dockerRun } from "./contenders/docker-run";
import { pulumiDocker } from "./contenders/pulumi-docker";
import { loads, measureThroughput, type Throughput } from "./measure/throughput";
import { machineImages } from "../tests/e2e/support/stack";

/** Puts load on a broker that this project deployed and on the same broker started by hand, in turn. */
export async function compareThroughput(rounds: number): Promise<Throughput[]> {
  const contenders = [await pulumiDocker(1), await dockerRun(1)];
  const { brokerImage } = machineImages();
  const results: Throughput[] = [];
  try {
    for (const contender of contenders) await contender.start();
    for (let round = 1; round <= rounds; round++) {
      for (const load of loads) {
        for (const { name, connection } of contenders) {
          const [address = ""] = connection.addresses;
          const result = await measureThroughput(name, String(brokerImage), address, load);
          results.push(result);
          console.log(
            `round ${round}, ${name}, ${load.name}: ${result.rate.toFixed(0)} messages/s, ` +
              `mean ${result.latency.mean} ms, p99 ${result.latency.p99} ms`,
          );
        }
      }
    }
    return results;
  } finally {
    for (const contender of contenders) await contender.remove();
  }
}
