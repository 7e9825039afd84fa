import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { safeToStop, waitForRoom } from "../../../components/brokers/scripts";
import { startCommand } from "../../../targets/start-command";

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

const described = (isr: string, replicas = "1,2,3") =>
  `\tTopic: a.b.c\tPartition: 4\tLeader: 2\tReplicas: ${replicas}\tIsr: ${isr}`;

test.each([
  [
    "at its minimum, with a copy that is behind",
    "",
    described("2,3"),
    "brokers 2, 3 of 1, 2, 3 are",
  ],
  ["below its minimum, with this copy in sync", described("2"), "", "broker 2 of 1, 2, 3 is"],
  ["with the one copy that is in sync elsewhere", described("1"), described("1,3"), undefined],
  ["as many copies as the minimum, all in sync", "", described("2,3", "2,3"), undefined],
  ["with one copy", described("2", "2"), "", undefined],
  ["of a broker with a longer number", described("12,3", "12,3,2"), described("1,12"), undefined],
  ["that nobody has in sync", described(""), "", undefined],
  ["of none", "", "", undefined],
])("a stop waits for a partition %s or not", (_, under, at, waitsFor) => {
  mkdirSync(volume);
  writeFileSync(path.join(volume, "meta.properties"), "version=0\nbroker.id=2\n");
  play(
    "kafka-topics",
    `case "$*" in
       *"localhost:9092,kafka:9092 --describe --under-min"*) printf '%s\n' "${under}" ;;
       *"localhost:9092,kafka:9092 --describe --at-min"*) printf '%s\n' "${at}" ;;
       *) exit 1 ;;
     esac`,
  );
  const { status, stdout } = run(safeToStop(["localhost", "kafka"], volume));
  expect({ status, stdout }).toEqual(
    waitsFor === undefined
      ? { status: 0, stdout: "" }
      : { status: 1, stdout: `partition a.b.c-4: only ${waitsFor} in sync\n` },
  );
});

test("a stop is not safe where Kafka's tool says what is not understood", () => {
  mkdirSync(volume);
  writeFileSync(path.join(volume, "meta.properties"), "broker.id=1\n");
  play("kafka-topics", 'echo "Topic: a.b.c Partition: 0 of whatever"');
  expect(run(safeToStop(["localhost"], volume)).status).toBe(1);
});

test("a stop is not safe while Kafka's tool fails, unless the broker has never started", () => {
  play("kafka-topics", 'echo "Error while executing topic command" >&2; exit 1');
  expect(run(safeToStop(["localhost"], volume)).status).toBe(0);
  mkdirSync(volume);
  writeFileSync(path.join(volume, "meta.properties"), "broker.id=1\n");
  const { status, stdout } = run(safeToStop(["localhost"], volume));
  expect({ status, stdout }).toEqual({
    status: 1,
    stdout: "kafka-topics fails, so that nobody knows whether the stop is safe\n",
  });
});
