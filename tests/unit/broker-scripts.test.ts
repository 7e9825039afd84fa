import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { inSyncCommand, waitForRoom } from "../../components/broker-scripts";
import { startCommand } from "../../targets/start-command";

// The scripts run for real; only the tools that they ask are played.
let folder: string;
let volume: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "broker-scripts-"));
  volume = path.join(folder, "data");
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Puts a tool into the folder that commands are looked up in first. */
function play(tool: string, script: string): void {
  const file = path.join(folder, tool);
  writeFileSync(file, `#!/usr/bin/env bash\n${script}\n`);
  chmodSync(file, 0o755);
}

function run(command: readonly string[]) {
  const [program = "", ...args] = command;
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
  return spawnSync(program, args, { encoding: "utf8", env, timeout: 20_000 });
}

test.each([
  ["64 MiB are enough, however big the volume", 1_000_000_000, 65_536],
  ["a tenth of a small volume is enough", 60_000, 6000],
])("a broker starts at once: %s", (_, size, free) => {
  play("df", `echo "1K-blocks Avail"; echo "${size} ${free}"`);
  const { stdout, status } = run(startCommand([waitForRoom(volume)], ["echo", "started", "now"]));
  expect({ stdout, status }).toEqual({ stdout: "started now\n", status: 0 });
});

test("a broker on a full volume waits, says so, and forgets that its logs were closed cleanly", () => {
  play("sleep", "true");
  // Two times full, then one MiB more than enough.
  play(
    "df",
    `echo >> ${folder}/asked
     echo "1K-blocks Avail"
     if [ $(wc -l < ${folder}/asked) -le 2 ]; then echo "200000 1024"; else echo "200000 66560"; fi`,
  );
  const mark = path.join(folder, ".kafka_cleanshutdown");
  writeFileSync(mark, "");
  const { stdout } = run(startCommand([waitForRoom(folder)], ["echo", "started"]));
  const waiting = `The volume at ${folder} is full: 1 of 195 MiB are free. The broker starts once there is room.`;
  expect(stdout.trim().split("\n")).toEqual([waiting, waiting, "started"]);
  expect(existsSync(mark)).toBe(false);
});

test("where the room cannot be told, a broker starts", () => {
  play("df", "exit 1");
  expect(run(startCommand([waitForRoom(volume)], ["echo", "started"])).stdout).toBe("started\n");
});

test("a stop waits for no partition while another broker does not answer", () => {
  play("kafka-topics", `touch ${folder}/asked; echo "Topic: behind"`);
  // Nothing listens at a name that cannot exist (RFC 2606).
  const { status, signal } = run(inSyncCommand(["broker.invalid"]));
  expect({ status, signal, asked: existsSync(path.join(folder, "asked")) }).toEqual({
    status: 0,
    signal: null,
    asked: false,
  });
});
