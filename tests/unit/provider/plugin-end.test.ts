import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const executable = path.join(__dirname, "../../../provider/pulumi-resource-kafka-platform");

/** Stands for the engine: starts a plugin, tells its process id once it listens, and stays. */
const engine = `
  const plugin = require("node:child_process").spawn(process.argv[1], [], { stdio: ["ignore", "pipe", "inherit"] });
  plugin.stdout.once("data", () => console.log(plugin.pid));
  setInterval(() => undefined, 1000);
`;

test("a plugin ends soon after an engine that was killed, so that nothing goes on unseen", async () => {
  const parent = spawn(process.execPath, ["-e", engine, executable], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(parent.stdout, "data")) as [Buffer];
  const plugin = Number(line.toString());
  expect(runs(plugin)).toBe(true);
  parent.kill("SIGKILL");
  const end = Date.now() + 20_000;
  while (runs(plugin) && Date.now() < end) await pause(100);
  expect(runs(plugin)).toBe(false);
});

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
