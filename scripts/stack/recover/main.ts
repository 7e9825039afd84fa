import { waitForCluster } from "../../../kafka/cluster";
import { explain } from "../../../kafka/connections/kafka";
import { runSmokeTest } from "../../../kafka/smoke/run";
import { SmokeError } from "../../../kafka/smoke/steps";
import { UserError } from "../../../common/user-error";
import { runPulumi } from "../run-pulumi";
import { readStackOutputs } from "../outputs";
import { describeSmokeTest } from "../status";
import { removeHalfMade, unhealthyContainers } from "./containers";
import { unlock } from "./lock";
import { isEmpty, readState } from "./state";

/**
 * Brings the current stack back, whatever interrupted or damaged it: frees it from an update that was
 * killed, checks what really exists, recreates what is missing or broken, and proves that it works.
 * Data is never removed. It can be run again at any time.
 *
 * Usage: main.ts
 */
async function recover(): Promise<void> {
  const before = readState();
  if (!isEmpty(before)) {
    takingOver = {
      PULUMI_K8S_UPSERT_EXISTING_OBJECTS: "true",
      PULUMI_K8S_ENABLE_PATCH_FORCE: "true",
    };
  }
  step("Reading what exists");
  await refresh();
  await removeHalfMade(before);
  const broken = await unhealthyContainers(readState());
  step(
    broken.length === 0
      ? "Creating what is missing"
      : `Replacing what does not work: ${broken.map(({ name }) => name).join(", ")}`,
  );
  await pulumi("up", ...broken.map(({ urn }) => `--replace=${urn}`));
  step("Checking that it works");
  const { connection, topics, smokeTest, kafkaUiAccess: kafkaUi } = await readStackOutputs();
  const brokers = connection.addresses.length;
  await waitForCluster(connection, brokers);
  const messages = typeof smokeTest === "string" ? 1000 : smokeTest.produced;
  const result = await runSmokeTest({ connection, messages, brokers, topics, kafkaUi });
  console.log(`Smoke test ${describeSmokeTest(result)}`);
}

function step(text: string): void {
  console.log(`\n${text} ...`);
}

/**
 * A refresh that forgets partially created resources, which are removed or taken over next; it also finds
 * out whether the stack is locked.
 */
async function refresh(): Promise<void> {
  const refused = await tryPulumi("refresh", "--clear-pending-creates");
  if (refused !== undefined) {
    if (!(await unlock(refused))) throw failed("refresh");
    await pulumi("refresh", "--clear-pending-creates");
  }
}

async function pulumi(command: string, ...flags: string[]): Promise<void> {
  if ((await tryPulumi(command, ...flags)) !== undefined) throw failed(command);
}

/**
 * What a killed update had begun in a Kubernetes cluster exists under its name: it is taken over, with the
 * fields that belong to that update's field manager. A stack with an empty state takes nothing over.
 */
let takingOver: NodeJS.ProcessEnv = {};

/** Runs a Pulumi command, and returns what it said if it failed. */
async function tryPulumi(command: string, ...flags: string[]): Promise<string | undefined> {
  const args = [command, "--yes", "--skip-preview", ...flags];
  const { code, said } = await runPulumi(args, { environment: takingOver });
  return code === 0 ? undefined : said;
}

function failed(command: string): UserError {
  return new UserError(
    `\`pulumi ${command}\` failed; the cause is above. Fix it and run \`make recover\` again.`,
  );
}

recover().catch((error: unknown) => {
  const isExpected = error instanceof UserError || error instanceof SmokeError;
  console.error(isExpected ? error.message : `The platform is not up: ${explain(error)}`);
  process.exitCode = 1;
});
