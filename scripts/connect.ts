import { spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { UserError } from "../user-error";
import { readStackOutputs } from "./stack-outputs";

/**
 * Opens the stack's addresses on this machine until it is interrupted, by running its port-forwards.
 * A forward ends with its pod; it is started again as long as the others run.
 */
function connect(): void {
  const { portForwards, bootstrap, kafkaUi } = readStackOutputs();
  console.log(`Kafka       ${bootstrap}\nKafka UI    ${kafkaUi}`);
  if (portForwards.length === 0) return;
  console.log("Open until this command is interrupted.");
  for (const command of portForwards) void keepRunning(command);
}

async function keepRunning(command: string): Promise<void> {
  for (;;) {
    // Interrupted together with this process, as one of its group.
    const forward = spawn("sh", ["-c", `exec ${command}`], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    await new Promise((resolve) => forward.once("close", resolve));
    await pause(1000);
  }
}

try {
  connect();
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
