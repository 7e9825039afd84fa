import { execFile, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = path.join(__dirname, "../..");
const cache = mkdtempSync(path.join(tmpdir(), "engine-test-"));

afterAll(() => {
  rmSync(cache, { recursive: true, force: true });
});

const mayMakeNamespaces = process.platform === "linux" && process.getuid?.() === 0;

(mayMakeNamespaces ? test : test.skip)(
  "an engine starts, is not stopped under containers or those who use it, and stops",
  async () => {
    const { stdout } = await run(path.join(__dirname, "engine-alone"), [path.join(cache, "alone")]);
    expect(
      stdout
        .replaceAll(/process \d+/g, "process N")
        .trimEnd()
        .split("\n"),
    ).toEqual([
      "status: none [0]",
      "stop: There is no Docker engine that this project started. [0]",
      "start:  [0]",
      "status: started by this project, process N [0]",
      "stop: The Docker engine keeps running, because containers run on it: sleeper. --force stops both. [1]",
      "stop --if-idle:  [0]",
      "with a container that was stopped",
      "stop --if-idle:  [0]",
      "by another checkout",
      "stop --if-idle:  [0]",
      "while something talks to it",
      "stop --if-idle:  [0]",
      "idle",
      "stop --if-idle: Stopped the Docker engine that this project had started. [0]",
      "status: none [0]",
      "start:  [0]",
      "stop --force: Stopped the Docker engine that this project had started. [0]",
      "status: none [0]",
    ]);
  },
);

test("a process that took over the id of the engine is left alone", async () => {
  const sleeper = spawn("sleep", ["60"]);
  try {
    mkdirSync(path.join(cache, "run"));
    writeFileSync(path.join(cache, "run/dockerd"), `${sleeper.pid} ${startTime(sleeper.pid)}\n`);
    const { stdout } = await run(path.join(root, "scripts/engine"), ["stop", "--force"], {
      env: { ...process.env, KAFKA_PLATFORM_CACHE: cache },
    });
    expect(stdout).toBe("There is no Docker engine that this project started.\n");
    expect(sleeper.kill(0)).toBe(true);
  } finally {
    sleeper.kill();
  }
});

function startTime(pid: number | undefined): string {
  return (
    readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /, "")
      .split(" ")[19] ?? ""
  );
}
