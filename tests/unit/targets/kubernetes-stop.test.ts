import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeStopCommand, seesClientService } from "../../../targets/kubernetes/stop";
import { sampleWorkload } from "../support/sample-workload";

// The script of a stop runs for real, in a folder for the root of the file system; DNS and time are played.
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "kubernetes-stop-"));
  play("sleep", "true");
  play(
    "timeout",
    `[[ "$*" =~ /dev/tcp/([^/]+)/ ]] || { shift; exec "$@"; }
     [[ " $(cat ${folder}/names) " == *" ${"${BASH_REMATCH[1]}"} "* ]] && exit 0
     echo "bash: ${"${BASH_REMATCH[1]}"}: $(cat ${folder}/failure)" >&2
     exit 1`,
  );
  setNames("web-bootstrap kubernetes.default.svc");
  writeFileSync(path.join(folder, "failure"), "Name or service not known");
  writeFileSync(path.join(folder, "log"), "");
});

afterEach(() => rmSync(folder, { recursive: true }));

const ports = [{ name: "http", number: 80, clients: "any" as const }];

function play(tool: string, script: string): void {
  const file = path.join(folder, tool);
  writeFileSync(file, `#!/usr/bin/env bash\n${script}\n`);
  chmodSync(file, 0o755);
}

function setNames(names: string): void {
  writeFileSync(path.join(folder, "names"), names);
}

const seen = () => path.join(folder, "client-service-seen");
const log = () => readFileSync(path.join(folder, "log"), "utf8");

function run(command: readonly string[]) {
  const [program = "", ...args] = command.map((each) =>
    each
      .replaceAll("/tmp/client-service-seen", seen())
      .replaceAll(">/proc/1/fd/1", `>>${folder}/log`),
  );
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
  return spawnSync(program, args, { encoding: "utf8", env, timeout: 20_000 });
}

function stop(check: string, timeoutSeconds: number) {
  play("check", check);
  return run(
    beforeStopCommand({ host: "web", ports, beforeStop: { command: ["check"], timeoutSeconds } }),
  );
}

const counting = (script: string) => `echo >> ${"$(dirname $0)"}/asked
${script}`;
const asked = () => readFileSync(path.join(folder, "asked"), "utf8").length;

test("a stop that is safe is not held up", () => {
  expect(stop(counting("true"), 60).status).toBe(0);
  expect([asked(), log()]).toEqual([1, ""]);
});

test("a stop waits until it is safe, and the log says for what", () => {
  const script = counting(
    'echo "first line"; echo "partition a-1"; (($(wc -l < $(dirname $0)/asked) >= 3))',
  );
  expect(stop(script, 60).status).toBe(0);
  expect([asked(), log()]).toEqual([3, "Waiting to stop: partition a-1\n".repeat(2)]);
});

test("a check that fails without a word holds a stop up to its limit", () => {
  expect(stop("exit 1", 0).status).toBe(0);
  expect(log()).toBe(
    "Stopping after 0 s all the same: the check before a stop failed, or took too long\n",
  );
});

test.each([
  ["the Service is gone, which was there: all are taken away", "kubernetes.default.svc", true, 0],
  ["the Service was never there", "kubernetes.default.svc", false, 1],
  ["no name at all is known", "", true, 1],
  ["the Service is there", "web-bootstrap kubernetes.default.svc", true, 1],
])("a stop when %s", (_, names, wasSeen, lines) => {
  setNames(names);
  if (wasSeen) writeFileSync(seen(), "");
  stop("exit 1", 0);
  expect(log().split("\n").filter(Boolean)).toHaveLength(lines);
});

test("a stop when DNS does not answer", () => {
  setNames("kubernetes.default.svc");
  writeFileSync(seen(), "");
  writeFileSync(path.join(folder, "failure"), "Temporary failure in name resolution");
  stop("exit 1", 0);
  expect(log()).toContain("all the same");
});

test("readiness notes that the Service is there, and is what the workload says", () => {
  const beforeStop = { command: ["check"], timeoutSeconds: 1 };
  const ready = (command: string[]) =>
    run(
      seesClientService({
        host: "web",
        ports,
        beforeStop,
        health: { ...sampleWorkload.health, ready: command },
      }),
    ).status;
  setNames("");
  expect([ready(["false"]), ready(["true"]), existsSync(seen())]).toEqual([1, 0, false]);
  setNames("web-bootstrap");
  expect([ready(["false"]), existsSync(seen())]).toEqual([1, true]);
});
