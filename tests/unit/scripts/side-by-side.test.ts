import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Command, runSideBySide } from "../../../scripts/checks/side-by-side";
import { root } from "../../../scripts/setup/places";
import { until } from "../../support/until";

let folder: string;
let printed: string[];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "side-by-side-"));
  printed = [];
  const print = (text: unknown) => void printed.push(String(text));
  jest.spyOn(console, "log").mockImplementation(print);
  jest.spyOn(console, "error").mockImplementation(print);
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const shell = (script: string): Command => ["sh", "-c", script];

function aside(command: Command) {
  return { name: "Cluster", command, log: path.join(folder, "log/aside.log") };
}

test("two commands run at the same time; of the second its files are told at once, and all of it at the end", async () => {
  // Each ends only if the other one has begun.
  const meet = (mine: string, other: string) =>
    `touch ${folder}/${mine}; until [ -e ${folder}/${other} ]; do sleep 0.05; done`;
  const second = [
    `printf 'Ready\\nPASS e2e a.te'; printf 'st.ts (3 s)\\n  a test\\n'`,
    `printf '\\033[31mFAIL\\033[0m e2e b.test.ts\\n' >&2; exit 3`,
  ].join("; ");
  const codes = await runSideBySide(
    shell(meet("one", "two")),
    aside(shell(`${meet("two", "one")}; ${second}`)),
  );
  expect(codes).toEqual([0, 3]);
  expect(printed.slice(1, -1).sort()).toEqual([
    "Cluster: FAIL e2e b.test.ts",
    "Cluster: PASS e2e a.test.ts (3 s)",
  ]);
  const log = readFileSync(path.join(folder, "log/aside.log"), "utf8");
  expect(log).toContain("Ready\nPASS e2e a.test.ts (3 s)\n  a test\n");
  expect(printed.at(-1)).toBe(`\nCluster, in full:\n${log}`);
});

test.each<[string, Command, Command, [number, number]]>([
  ["the first fails", shell("exit 2"), shell("exit 0"), [2, 0]],
  ["the first is killed", shell("kill -9 $$"), shell("exit 0"), [1, 0]],
  ["the second is killed", shell("exit 0"), shell("kill -9 $$"), [0, 1]],
  ["neither can start", ["no/such-command"], ["no/such-command"], [1, 1]],
])("where %s, that is its exit code and the other one goes on", async (_what, one, two, codes) => {
  expect(await runSideBySide(one, aside(two))).toEqual(codes);
});

test("what a command has left behind with its output open is not waited for", async () => {
  const pidFile = path.join(folder, "pid");
  const second = shell(`sleep 300 & echo $! >${pidFile}; exit 4`);
  expect(await runSideBySide(shell("exit 0"), aside(second))).toEqual([0, 4]);
  process.kill(Number(readFileSync(pidFile, "utf8")), "SIGKILL");
});

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s ends both with what they have started",
  async (signal) => {
    const wait = (name: string) => `sh -c 'echo $$ >${folder}/${name}; exec sleep 300'; true`;
    const script = [
      `const { runSideBySide } = require("./scripts/checks/side-by-side");`,
      `const shell = (script) => ["bash", "-c", script];`,
      `const [one, two, log] = process.argv.slice(1);`,
      `void runSideBySide(shell(one), { name: "two", command: shell(two), log });`,
    ].join("\n");
    const args = ["--require", "sucrase/register/ts", "--eval", script];
    const log = path.join(folder, "two.log");
    const child = spawn(process.execPath, [...args, wait("one"), wait("two"), log], { cwd: root });
    const ended = once(child, "exit");
    const started = (): number[] =>
      ["one", "two"].map((name) => {
        try {
          return Number(readFileSync(path.join(folder, name), "utf8"));
        } catch {
          return 0;
        }
      });
    await until(() => started().every((pid) => pid > 0), { what: "both commands" });
    expect(started().map(runs)).toEqual([true, true]);
    child.kill(signal);
    expect(await ended).toEqual([null, signal]);
    await until(() => !started().some(runs), { what: "the end of what they started" });
  },
);

/** Whether a process is there that has not ended. */
function runs(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
