import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { until } from "../support/until";

const root = path.join(__dirname, "../..");

/**
 * A checkout with the real scripts around the cluster, and in place of the cluster, of which a machine has one, files:
 * it answers while `ready` is there. What was done is in `log`.
 */
let folder: string;
let env: NodeJS.ProcessEnv;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "with-cluster-"));
  const cluster = path.join(folder, "offline/kubernetes");
  mkdirSync(path.join(folder, "scripts"), { recursive: true });
  mkdirSync(cluster, { recursive: true });
  cpSync(path.join(root, "scripts/with-cluster"), path.join(folder, "scripts/with-cluster"));
  for (const name of ["places", "locks"]) {
    cpSync(path.join(root, "offline/kubernetes", name), path.join(cluster, name));
  }
  const scripts = {
    "offline/kubernetes/build": `echo ${folder}`,
    "offline/kubernetes/up": [
      `echo up >>${folder}/log; sleep 0.5`,
      `[ ! -e ${folder}/broken ] || { echo 'up: failed; logs: kept' >&2; exit 3; }`,
      `mkdir -p ${folder}/cache/run/kubernetes/run; touch ${folder}/ready`,
    ].join("\n"),
    // With the real look at who uses the cluster.
    "offline/kubernetes/down": [
      ...["places", "locks"].map((name) => `source ${cluster}/${name}`),
      "start_lock; refuse_while_used",
      `[ ! -e "$s" ] || echo down >>${folder}/log`,
      `rm -rf "$s" ${folder}/ready`,
    ].join("\n"),
    "kubectl/kubectl": `[ -e ${folder}/ready ]`,
  };
  for (const [name, text] of Object.entries(scripts)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), `#!/usr/bin/env bash\n${text}\n`, { mode: 0o755 });
  }
  env = { ...process.env, KAFKA_PLATFORM_CACHE: path.join(folder, "cache") };
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Begins a command with the cluster, which runs until `finish` is called. */
function begin(name: string) {
  const script = `echo ${name} >>${folder}/log; until [ -e ${folder}/end-${name} ]; do sleep 0.1; done`;
  const child = spawn(path.join(folder, "scripts/with-cluster"), ["sh", "-c", script], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let said = "";
  child.stderr.on("data", (data: Buffer) => (said += data.toString()));
  const ended = once(child, "close").then(([code]) => ({ code: code as number, said }));
  return {
    child,
    ended,
    finish: () => {
      writeFileSync(path.join(folder, `end-${name}`), "");
      return ended;
    },
  };
}

function log(): string[] {
  const file = path.join(folder, "log");
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
}

async function logged(line: string): Promise<void> {
  await until(() => log().includes(line), { what: `"${line}" in the log`, everyMilliseconds: 50 });
}

function killAll({ pid = 0 }: ChildProcess): void {
  process.kill(-pid, "SIGKILL");
}

test("two runs share one cluster, which goes with the last of them", async () => {
  const [first, second] = [begin("first"), begin("second")];
  await until(() => log().length === 3, { what: "three lines in the log" });
  expect(log()[0]).toBe("up");
  expect(log().slice(1).sort()).toEqual(["first", "second"]);
  const { code, said } = await first.finish();
  expect(code).toBe(0);
  expect(existsSync(path.join(folder, "ready"))).toBe(true);
  const other = await second.finish();
  expect(said + other.said).toBe(
    "Waiting for another run, which starts or stops the cluster ...\n",
  );
  expect(log().slice(3)).toEqual(["down"]);
});

test("a run that is killed lets go of the cluster, and the next one that ends takes it down", async () => {
  const first = begin("first");
  await logged("first");
  const second = begin("second");
  await logged("second");
  killAll(first.child);
  await first.ended;
  await second.finish();
  expect(log()).toEqual(["up", "first", "second", "down"]);
});

test("one that is killed while it starts the cluster is in nobody's way", async () => {
  const first = begin("first");
  await logged("up");
  mkdirSync(path.join(folder, "cache/run/kubernetes"), { recursive: true });
  killAll(first.child);
  await first.ended;
  const second = begin("second");
  await logged("second");
  await second.finish();
  expect(log()).toEqual(["up", "down", "up", "second", "down"]);
});

test("a cluster that ran before stays", async () => {
  writeFileSync(path.join(folder, "ready"), "");
  const run = begin("only");
  await logged("only");
  expect((await run.finish()).code).toBe(0);
  expect(log()).toEqual(["only"]);
});

test("one that others use is never taken down because it does not answer", async () => {
  const first = begin("first");
  await logged("first");
  rmSync(path.join(folder, "ready"));
  const { code, said } = await begin("second").ended;
  expect(code).toBe(1);
  expect(said).toContain("with-cluster: the cluster does not answer, and another run uses it");
  await first.finish();
  expect(log()).toEqual(["up", "first", "down"]);
});

test("down refuses while a run uses the cluster, before it touches anything", async () => {
  const run = begin("first");
  await logged("first");
  const down = path.join(folder, "offline/kubernetes/down");
  const { code, output } = await execute(down, []);
  expect({ code, output }).toEqual({
    code: 1,
    output:
      "down: the cluster is in use by scripts/with-cluster; the last run that uses it removes it\n",
  });
  expect(existsSync(path.join(folder, "cache/run/kubernetes"))).toBe(true);
  await run.finish();
});

test("what fails to come up is taken down again, with its exit code, and runs nothing", async () => {
  writeFileSync(path.join(folder, "broken"), "");
  mkdirSync(path.join(folder, "cache/run/kubernetes"), { recursive: true });
  const { code, said } = await begin("first").ended;
  expect(code).toBe(3);
  expect(said).toContain("up: failed; logs: kept");
  expect(log()).toEqual(["down", "up"]);
});

describe("ports", () => {
  const ports = path.join(root, "offline/kubernetes/ports");

  test("free ones are others than those that are listened on, and can be bound", async () => {
    const { output } = await execute(ports, ["free", "11"]);
    const found = output.trim().split("\n").map(Number);
    expect(new Set(found).size).toBe(11);
    for (const port of found) {
      const server = createServer().listen(port, "127.0.0.1");
      await once(server, "listening");
      server.close();
    }
  });

  test("one that is taken is told with who has it", async () => {
    const server = createServer().listen(0, "0.0.0.0");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    try {
      expect(await execute(ports, ["check", String(port)])).toEqual({
        code: 1,
        output: expect.stringMatching(
          new RegExp(
            `^port ${port} is taken by \\S.* \\(pid ${process.pid}\\), at 0\\.0\\.0\\.0\n$`,
          ),
        ) as string,
      });
    } finally {
      server.close();
    }
    expect((await execute(ports, ["check", String(port)])).code).toBe(0);
  });

  test("one that is taken at another address than all of them is free for the cluster", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    expect((await execute(ports, ["check", String(port)])).code).toBe(0);
    server.close();
  });
});

function execute(command: string, args: readonly string[]) {
  return new Promise<{ code: number; output: string }>((resolve) => {
    const child = execFile(command, args, { env }, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, output: stdout + stderr });
    });
  });
}
