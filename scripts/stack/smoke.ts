import { SmokeError } from "../../kafka/smoke/steps";
import { runSmokeTest } from "../../kafka/smoke/run";
import { UserError } from "../../common/user-error";
import { readStackOutputs } from "./outputs";
import { describeSmokeTest } from "./status";
import { runScript } from "../terminal/run-script";

/** Runs the smoke test on the deployed platform, without a deployment. */
async function main(): Promise<void> {
  const { connection, topics, kafkaUiAccess, smokeTest } = await readStackOutputs();
  const result = await runSmokeTest({
    connection,
    messages: typeof smokeTest === "string" ? 1000 : smokeTest.produced,
    brokers: connection.addresses.length,
    topics,
    kafkaUi: kafkaUiAccess,
  });
  console.log(`Smoke test ${describeSmokeTest(result)}`);
}

runScript(main, { expected: [UserError, SmokeError] });
