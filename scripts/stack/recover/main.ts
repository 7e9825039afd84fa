import { waitForCluster } from "../../../kafka/cluster";
import { explain } from "../../../kafka/connections/kafka";
import { runSmokeTest } from "../../../kafka/smoke/run";
import { SmokeError } from "../../../kafka/smoke/steps";
import { UserError } from "../../../common/user-error";
import { readStackOutputs } from "../outputs";
import { describeSmokeTest } from "../status";
import { repair, step } from "./repair";
import { thePlatform } from "./subject";

/**
 * Brings the current stack back, whatever interrupted or damaged it: frees it from an update that was
 * killed, checks what really exists, recreates what is missing or broken, and proves that it works.
 * Data is never removed. It can be run again at any time.
 *
 * Usage: main.ts
 */
async function recover(): Promise<void> {
  await repair(thePlatform);
  step("Checking that it works");
  const { connection, topics, smokeTest, kafkaUiAccess: kafkaUi } = await readStackOutputs();
  const brokers = connection.addresses.length;
  await waitForCluster(connection, brokers);
  const messages = typeof smokeTest === "string" ? 1000 : smokeTest.produced;
  const result = await runSmokeTest({ connection, messages, brokers, topics, kafkaUi });
  console.log(`Smoke test ${describeSmokeTest(result)}`);
}

recover().catch((error: unknown) => {
  const isExpected = error instanceof UserError || error instanceof SmokeError;
  console.error(isExpected ? error.message : `The platform is not up: ${explain(error)}`);
  process.exitCode = 1;
});
