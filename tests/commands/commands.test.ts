import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { excerpt } from "../../common/excerpt";
import { Checkout } from "../support/checkout";
import { strictPath } from "./strict-tools";

// The commands that need no engine, as a user runs them in a clone, on macOS with its own tools, on Linux with none
// that macOS lacks.
const root = path.join(__dirname, "../..");
const folder = mkdtempSync(path.join(tmpdir(), "commands-test-"));
const strict = strictPath(path.join(folder, "bin"));
let checkout: Checkout;

beforeAll(() => {
  checkout = new Checkout();
});
afterAll(() => {
  checkout.remove();
  rmSync(folder, { recursive: true });
});

/** Runs a shell command in the clone, by a user who is in no CI job and logged in to nothing. */
async function run(command: string, environment: NodeJS.ProcessEnv = {}) {
  const { code, output } = await checkout.run(command, {
    ...{ CI: undefined, DOCKER_HOST: undefined },
    PATH: strict,
    KUBECONFIG: path.join(folder, "no-kubeconfig"),
    ...environment,
  });
  return { code, output: code === 0 ? output : `ended with ${code}:\n${output}` };
}

const onLinux = process.platform === "linux" ? test : test.skip;

onLinux("the tools of these tests refuse what macOS does not have", async () => {
  const commands = [
    "mv -T a b",
    "sed -i s/a/b/ README.md",
    "echo 1 | sort -V",
    "readlink -f .",
    "date -d yesterday",
    "stat -c %s README.md",
    "echo a | grep -P a",
    "flock lock true",
    "timeout 1 true",
  ];
  const ends = await Promise.all(commands.map((command) => run(command)));
  expect(ends.map(({ code }) => code === 64 || code === 127)).toEqual(commands.map(() => true));
  expect((await run("sed -n 1p README.md && echo b | sort -u && mktemp -d")).code).toBe(0);
});

test("make help lists the ten commands that matter, make help-all every command", async () => {
  const makefile = readFileSync(path.join(root, "Makefile"), "utf8");
  const declared = [...makefile.matchAll(/^([a-z-]+):.* (###?) (.*)$/gm)];
  const targets = [...makefile.matchAll(/^([a-z-]+):/gm)].map(([, name]) => name);
  expect(declared.map(([, name]) => name)).toEqual(targets);
  const help = (await run("make help")).output;
  expect(commandsIn(help)).toEqual(
    declared.filter(([, , mark]) => mark === "##").map(([, name, , text]) => [name, text]),
  );
  expect(commandsIn(help)).toHaveLength(10);
  expect((await run("make")).output).toBe(help);
  expect(commandsIn((await run("make help-all")).output)).toEqual(
    declared.map(([, name, , text]) => [name, text]),
  );
});

/** The commands that a help text lists, each with what it does. */
function commandsIn(help: string) {
  return help
    .split("\n")
    .filter((line) => line.startsWith("  "))
    .map((line) => line.trim().split(/ {2,}/));
}

test("a new environment is made, and is one that the branch touches", async () => {
  expect((await run("make new-env NAME=qa")).code).toBe(0);
  checkout.commit("another environment");
  expect((await run("make environments")).output).toBe('["qa"]\n');
});

test("a shell of `make env` works on a stack of the checkout's own state, and `make clean` takes it away", async () => {
  const { code, output } = await run(
    `eval "$(make -s env STACK=staging)"
     pulumi config set brokers 5
     pulumi config get brokers
     grep brokers: Pulumi.staging.yaml`,
  );
  expect({ code, output }).toEqual({ code: 0, output: expect.any(String) as unknown });
  expect(output.split("\n").filter((line) => /^(5|.*brokers: 5)$/.test(line))).toHaveLength(2);
  expect((await run("git checkout --quiet Pulumi.staging.yaml && make clean")).code).toBe(0);
  expect((await run("ls -A .local")).code).not.toBe(0);
});

test("a platform on Kubernetes is previewed without a cluster, and commented on", async () => {
  const preview = await run("make preview STACK=staging");
  expect(preview.output).toMatch(/\+ \d+ to create/);
  const comment = await run("make preview-comment STACK=staging BASE=HEAD~1");
  expect(comment.output).toContain("staging");
  expect(comment.code).toBe(0);
});

test.each(["x y", "host", ":9092", "host:99999", "localhost:9092,host"])(
  "topics are not imported from %j",
  async (from) => {
    const { output } = await run(`make topics-import FROM='${from}'`);
    expect(output.split("\n")[1]).toBe(
      `FROM=${excerpt(from)} must be host:port, such as localhost:9092, or several separated by commas. A host is a ` +
        "name or an IPv4 address, a port is 1 to 65535.",
    );
    expect((await run("ls topics/dev.yaml")).code).not.toBe(0);
  },
);

test("the engine is looked for where there is none that the project started", async () => {
  const environment = { KAFKA_PLATFORM_CACHE: path.join(folder, "cache") };
  expect((await run("scripts/engine stop", environment)).output).toBe(
    "There is no Docker engine that this project started.\n",
  );
  expect(await run("scripts/engine stop --if-idle", environment)).toEqual({ code: 0, output: "" });
  expect((await run("scripts/engine status", environment)).output).toMatch(
    /^(none|not started by this project)\n$/,
  );
});

test.each<[string, boolean]>([
  ["v9.11.2", false],
  ["v18.20.1", false],
  ["v20.18.3", false],
  ["v20.19.0", true],
  ["v20.100.0", true],
  ["v22.1.0", true],
  ["v100.0.0-nightly", true],
])("Node.js %s is new enough: %s", (version, isEnough) => {
  const clone = mkdtempSync(path.join(folder, "clone-"));
  const bin = path.join(clone, "bin");
  for (const each of ["scripts", "bin"]) mkdirSync(path.join(clone, each));
  copyFileSync(path.join(root, "scripts/node-modules"), path.join(clone, "scripts/node-modules"));
  writeFileSync(path.join(clone, "package-lock.json"), "{}");
  // What it says, and an npm that installs nothing.
  for (const [name, script] of [
    ["node", `echo ${version}`],
    ["npm", "mkdir -p node_modules"],
  ] as const) {
    writeFileSync(path.join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(path.join(bin, name), 0o755);
  }
  const env = {
    ...process.env,
    PATH: `${bin}:${strict}`,
    KAFKA_PLATFORM_CACHE: path.join(clone, "cache"),
  };
  const install = () =>
    execFileSync(path.join(clone, "scripts/node-modules"), {
      env,
      encoding: "utf8",
      stdio: "pipe",
    });
  if (isEnough) expect(install()).toBe("");
  else {
    const text = `Node.js ${version} is too old: version 20.19 or later is needed.`;
    expect(install).toThrow(text);
  }
});

test("packages behind a link, which npm ci would remove, are left alone", () => {
  const clone = mkdtempSync(path.join(folder, "linked-"));
  const elsewhere = path.join(clone, "elsewhere");
  for (const each of ["scripts", "elsewhere"]) mkdirSync(path.join(clone, each));
  copyFileSync(path.join(root, "scripts/node-modules"), path.join(clone, "scripts/node-modules"));
  writeFileSync(path.join(clone, "package-lock.json"), "{}");
  writeFileSync(path.join(elsewhere, "package.json"), "{}");
  symlinkSync(elsewhere, path.join(clone, "node_modules"));
  expect(() =>
    execFileSync(path.join(clone, "scripts/node-modules"), { encoding: "utf8", stdio: "pipe" }),
  ).toThrow("node_modules is a link to packages of another lock file; remove the link.");
  expect(readdirSync(elsewhere)).toEqual(["package.json"]);
});

test("in a shell with the environments of two checkouts, pulumi is Pulumi's own command", () => {
  const folders = ["one", "two"].map((name) => path.join(folder, name, "scripts/shell"));
  for (const each of folders) {
    mkdirSync(each, { recursive: true });
    copyFileSync(path.join(root, "scripts/shell/pulumi"), path.join(each, "pulumi"));
  }
  const own = path.join(folder, "own-pulumi");
  mkdirSync(own);
  writeFileSync(path.join(own, "pulumi"), '#!/bin/sh\necho "Pulumi: $*"\n');
  chmodSync(path.join(own, "pulumi"), 0o755);
  const env = { ...process.env, PATH: [...folders, own, strict].join(":") };
  expect(execFileSync("pulumi", ["version"], { env, encoding: "utf8", timeout: 120_000 })).toBe(
    "Pulumi: version\n",
  );
});
