import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { sharedPulumiHome } from "../../scripts/setup/places";

const root = path.join(__dirname, "../..");
const stackFile = `# The team's.
config:
  # kept
  kafka-platform:brokerPort: 19292
  # Pulumi reads another text, and the copy says the same as the file.
  kafka-platform:kafkaUiPassword: 0123456
  kafka-platform:brokerSettings: { log.retention.bytes: 9223372036854775807, a: 1.10 }
  kafka-platform:topics:
    # The first.
    - name: a.b.c
      partitions: 3 # can grow
    # The second.
    - name: d.e.f
      partitions: 3
`;

/** The set-up in a checkout at another path, with a Pulumi home of its own, where nobody is logged in. */
let checkout: string;

beforeEach(() => {
  checkout = mkdtempSync(path.join(tmpdir(), "setup-test-"));
  const files = [
    "scripts",
    "offline",
    "settings",
    ...["common", "components", "kafka", "pipelines"],
    "package.json",
    "package-lock.json",
  ];
  for (const name of [...files, "Pulumi.yaml"]) {
    cpSync(path.join(root, name), path.join(checkout, name), {
      recursive: true,
      filter: (source) => path.basename(source) !== "node_modules",
    });
  }
  symlinkSync(path.join(root, "node_modules"), path.join(checkout, "node_modules"));
  writeFileSync(path.join(checkout, "Pulumi.dev.yaml"), stackFile);
  mkdirSync(home());
  const plugins = path.join(sharedPulumiHome(process.env), "plugins");
  if (existsSync(plugins)) symlinkSync(plugins, path.join(home(), "plugins"));
});

afterEach(() => {
  rmSync(checkout, { recursive: true, force: true });
});

test("what `pulumi config` changes is in the stack's file at once, with its comments, and nothing else is", async () => {
  const { code, stdout, stderr } = await inStack(
    "dev",
    `pulumi config set brokerPort 19092
     pulumi config get brokerPort
     grep brokerPort Pulumi.dev.yaml
     pulumi config set smokeTestMessages 50
     pulumi config set --path 'topics[0].partitions' 6
     pulumi config set --path 'topics[1].config["retention.ms"]' 1000
     pulumi config rm smokeTestMessages
     pulumi config get smokeTestMessages`,
  );
  expect({ code, stdout: stdout.split("\n") }).toEqual({
    code: 0,
    // What is taken out has its default.
    stdout: ["19092", "  kafka-platform:brokerPort: 19092", "1000", ""],
  });
  expect(stderr).toContain("kafka-platform:brokerPort is set in Pulumi.dev.yaml.");
  expect(stderr).toContain("kafka-platform:smokeTestMessages is removed from Pulumi.dev.yaml.");
  const expected = stackFile
    .replace("19292", "19092")
    .replace("partitions: 3 #", "partitions: 6 #")
    .replace(/$/, "      config:\n        retention.ms: 1000\n");
  expect(read("Pulumi.dev.yaml")).toBe(expected);
  // The next command goes by it too.
  const next = await inStack("dev", "pulumi config get --path 'topics[0].partitions'");
  expect(next.stdout).toBe("6\n");
  expect(read("Pulumi.dev.yaml")).toBe(expected);
});

test("what is changed in the stack's file counts in a shell that is open, and what is set elsewhere is carried over later", async () => {
  const { stdout } = await inStack(
    "dev",
    `sed -i s/19292/39393/ Pulumi.dev.yaml
     pulumi config get brokerPort
     real=$(PATH=\${PATH#*:} && command -v pulumi)
     $real config set kafkaUiPort 38090
     grep -c kafkaUiPort Pulumi.dev.yaml || true`,
  );
  expect(stdout).toBe("39393\n0\n");
  const next = await inStack("dev", "pulumi config get kafkaUiPort", {}, "--keep-images");
  expect(next.stdout).toBe("38090\n");
  expect(next.stderr).toContain("kafka-platform:kafkaUiPort is set in Pulumi.dev.yaml");
  expect(read("Pulumi.dev.yaml")).toBe(
    stackFile.replace("19292", "39393") + '  kafka-platform:kafkaUiPort: "38090"\n',
  );
});

test("topics cannot be taken out as a whole by mistake", async () => {
  const { code, stdout, stderr } = await inStack(
    "dev",
    "pulumi config rm topics; echo $?; pulumi config get --path 'topics[1].name'",
  );
  expect({ code, stdout }).toEqual({ code: 0, stdout: "1\nd.e.f\n" });
  expect(stderr).toContain("kafka-platform:topics stays: without it, every topic of Pulumi.dev");
  expect(read("Pulumi.dev.yaml")).toBe(stackFile);
});

test("a secret of the checkout's own state stays in it and is named, one of a team's goes into the file", async () => {
  const set = "pulumi config set --secret kafkaUiPassword geheim";
  const get = "pulumi config --json --show-secrets";
  const first = await inStack("dev", set);
  expect(first).toMatchObject({ code: 0, stdout: "" });
  expect(first.stderr).toContain(`new stack dev in file://${checkout}/.local/state`);
  expect(first.stderr.split("\n").filter((line) => line.startsWith("state "))).toHaveLength(1);
  const second = await inStack("dev", get);
  expect(second.stderr).toContain(
    "secrets of this state, only in .local/config/Pulumi.dev.yaml: kafkaUiPassword",
  );
  expect(password(second.stdout)).toBe("geheim");
  expect(read("Pulumi.dev.yaml")).toBe(stackFile);
  expect(copy().encryptionsalt).toMatch(/^v1:/);
  expect(read("Pulumi.dev.yaml")).not.toContain("encryptionsalt");
  // A stand-in plugin is laid out in the checkout, an official one in the user's home: never in both.
  const plugins = (where: string) => existsSync(path.join(where, "plugins"));
  expect(plugins(path.join(checkout, ".local/pulumi-home"))).toBe(!plugins(home()));

  const state = mkdtempSync(path.join(tmpdir(), "setup-test-state-"));
  const team = { PULUMI_BACKEND_URL: `file://${state}`, PULUMI_CONFIG_PASSPHRASE: "the team's" };
  const lost = await inStack("dev", `${set}`, team);
  expect(lost.stderr).toContain("kafkaUiPassword was encrypted for another backend and is dropped");
  expect(read("Pulumi.dev.yaml")).toMatch(/kafkaUiPassword:\n +secure: v1:/);
  // Without its salt nobody else could decrypt it.
  expect(parse(read("Pulumi.dev.yaml"))).toMatchObject({
    encryptionsalt: expect.stringMatching(/^v1:/) as unknown,
  });
  rmSync(path.join(checkout, ".local"), { recursive: true });
  expect(password((await inStack("dev", get, team)).stdout)).toBe("geheim");
  rmSync(state, { recursive: true, force: true });
});

test("clean keeps what is configured in the checkout alone, and removes the rest", async () => {
  const clean = "node --require ./common/typescript.js scripts/setup/clean.ts";
  const get = "pulumi config --json --show-secrets";
  await inStack("dev", "pulumi config set --secret kafkaUiPassword geheim");
  const stays = `.local/config/Pulumi.dev.yaml is kept: only it has kafka-platform:kafkaUiPassword.`;
  expect((await inStack("dev", clean)).stdout).toContain(stays);
  expect(readdirSync(path.join(checkout, ".local"))).toEqual(["config"]);
  expect(password((await inStack("dev", get)).stdout)).toBe("geheim");

  const state = mkdtempSync(path.join(tmpdir(), "setup-test-state-"));
  const team = { PULUMI_BACKEND_URL: `file://${state}`, PULUMI_CONFIG_PASSPHRASE: "the team's" };
  const set = `real=$(PATH=\${PATH#*:} && command -v pulumi)
    $real config set --secret kafkaUiPassword geheim`;
  const { stdout } = await inStack("dev", `${set} && ${clean}`, team);
  expect(stdout).toContain(stays);
  expect(stdout).not.toContain("geheim");
  // The next command carries it over into the stack's file, after which nothing has to stay.
  const next = await inStack("dev", `${get} && ${clean} >&2`, team);
  expect(password(next.stdout)).toBe("geheim");
  expect(next.stderr).not.toContain("stays");
  expect(existsSync(path.join(checkout, ".local"))).toBe(false);
  rmSync(state, { recursive: true, force: true });
});

test("a passphrase that is not the state's is refused by where it comes from, and the usual one is named", async () => {
  const own = { PULUMI_CONFIG_PASSPHRASE: "my own" };
  const set = "pulumi config set --secret kafkaUiPassword geheim";
  expect(await inStack("dev", set, own)).toMatchObject({ code: 0 });
  const without = await inStack("dev", "echo reached");
  expect(without).toMatchObject({ code: 1, stdout: "" });
  expect(without.stderr).toContain(
    "incorrect passphrase: the state in .local/state was encrypted with another one; the default, " +
      "kafka-platform, was used, as PULUMI_CONFIG_PASSPHRASE is not set. Set the one that the stack",
  );
  const wrong = await inStack("dev", "echo reached", { PULUMI_CONFIG_PASSPHRASE: "wrong" });
  expect(wrong.stderr).toContain(
    "with another one; it was read from PULUMI_CONFIG_PASSPHRASE. Set",
  );
  expect(await inStack("dev", "echo reached", own)).toMatchObject({ stdout: "reached\n" });
});

test("a shell of one stack refuses to work on another with its configuration", async () => {
  const { code, stderr } = await inStack("dev", "pulumi config set --stack other brokerPort 1");
  expect(code).toBe(1);
  expect(stderr).toContain('For other: eval "$(make -s env STACK=other)"');
});

test("a shell that took over the settings of one stack can go on to another", async () => {
  writeFileSync(path.join(checkout, "Pulumi.other.yaml"), "");
  const nested = await inStack(
    "dev",
    "scripts/with-stack other -- sh -c 'pulumi stack --show-name; echo $PULUMI_BACKEND_URL'",
  );
  expect(nested.stdout).toBe(`other\nfile://${checkout}/.local/state\n`);
});

test("the backend that the user is logged in to is used, with the plugins of this checkout", async () => {
  const state = mkdtempSync(path.join(tmpdir(), "setup-test-state-"));
  await inStack("dev", `env -u PULUMI_BACKEND_URL pulumi login file://${state}`);
  const { stdout, stderr } = await inStack("dev", "pulumi whoami --json", {
    PULUMI_CONFIG_PASSPHRASE: "the user's own",
  });
  expect(stderr).toContain(`new stack dev in file://${state}`);
  expect(stdout).toContain(`"url": "file://${state}"`);
  expect(existsSync(path.join(state, ".pulumi/stacks/kafka-platform/dev.json"))).toBe(true);
  rmSync(state, { recursive: true, force: true });
});

test("a CI job without a backend is refused before anything is got, unless it changes nothing", async () => {
  writeFileSync(path.join(checkout, "Makefile"), readFileSync(path.join(root, "Makefile")));
  const run = (target: string, environment: NodeJS.ProcessEnv = {}) =>
    inCheckout("make", [target], { CI: "true", ...environment });
  const ends = [
    "up",
    "destroy",
    "refresh",
    "recover",
    "drift",
    "status",
    "smoke",
    "connect",
    "env",
  ];
  const refusals = await Promise.all(ends.map((target) => run(target)));
  for (const { code, stderr } of refusals) {
    expect(code).toBe(2);
    expect(stderr.split("\n")[0]).toBe(
      "This is a CI job (CI is true) without a backend: the state would be in the runner's checkout, which is " +
        "thrown away, and nobody could change or destroy what was deployed. Set PULUMI_ACCESS_TOKEN (Pulumi Cloud), " +
        "or PULUMI_BACKEND_URL, such as s3://, gs:// or azblob://, with the bucket's credentials: see docs/review.md. " +
        "On a machine that keeps its files, PULUMI_BACKEND_URL=file:///a/folder is enough, if the folder exists.",
    );
  }
  // Only the command itself has been made ready to run.
  expect(readdirSync(path.join(checkout, ".local"))).toEqual(["transpiled"]);
  // What comes after that refusal, where there is none.
  writeFileSync(path.join(checkout, "Pulumi.dev.yaml"), "config:\n  kafka-platform:target: vm\n");
  const passed = [
    await run("preview"),
    await run("up", { PULUMI_BACKEND_URL: `file://${checkout}/.local/state` }),
    await run("up", { CI: "false" }),
    await run("up", { CI: " " }),
  ];
  for (const { stderr } of passed) expect(stderr).toContain("kafka-platform:target is vm");
});

test("a stack that is not there: those that are", async () => {
  const { code, stderr } = await inStack("staging", "true");
  expect(code).toBe(1);
  expect(stderr).toContain(
    'There is no stack "staging": Pulumi.staging.yaml is missing. The stacks are: dev.',
  );
});

test("an image that was chosen and cannot be had: the key that names it", async () => {
  const image = "registry.invalid/team/kafka:1";
  writeFileSync(
    path.join(checkout, "Pulumi.dev.yaml"),
    `config:\n  kafka-platform:brokerImage: ${image}\n`,
  );
  const { code, stderr } = await inStack("dev", "true");
  expect(code).toBe(1);
  expect(stderr).toContain(`The image ${image} of kafka-platform:brokerImage is not available: `);
});

test("a target that there is none of: nothing is installed for it", async () => {
  writeFileSync(path.join(checkout, "Pulumi.dev.yaml"), "config:\n  kafka-platform:target: vm\n");
  const { code, stderr } = await inStack("dev", "true");
  expect(code).toBe(1);
  expect(stderr).toContain("kafka-platform:target is vm; must be docker or kubernetes");
});

test("a configuration that Pulumi cannot pass to the program: its largest key, unless the program does not run", async () => {
  writeFileSync(
    path.join(checkout, "Pulumi.dev.yaml"),
    `config:\n  kafka-platform:target: vm\n  kafka-platform:topics:\n    - name: ${"a".repeat(140_000)}\n`,
  );
  const { code, stderr } = await inStack("dev", "true");
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^The configuration in Pulumi\.dev\.yaml takes [\d,]+ bytes; Pulumi can pass at most 131,072 to the program\. Most of it is kafka-platform:topics, /m,
  );
  const destroy = await inStack("dev", "true", {}, "--keep-images");
  expect(destroy.stderr).toContain("kafka-platform:target is vm; must be docker or kubernetes");
});

/** Runs a shell command with a stack, as a user who is not logged in unless a test logged in. */
function inStack(
  stack: string,
  command: string,
  environment: NodeJS.ProcessEnv = {},
  ...options: string[]
) {
  const script = path.join(checkout, "scripts/with-stack");
  return inCheckout(script, [stack, ...options, "--", "sh", "-c", command], environment);
}

/** Runs a command as a user who is not logged in. */
function inCheckout(command: string, args: readonly string[], environment: NodeJS.ProcessEnv) {
  const env = {
    ...process.env,
    PULUMI_HOME: home(),
    PULUMI_CREDENTIALS_PATH: undefined,
    PULUMI_BACKEND_URL: undefined,
    PULUMI_CONFIG_PASSPHRASE: undefined,
    // In a CI job a user's own state would be refused, which a test of its own sets.
    CI: undefined,
    ...environment,
  };
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(command, [...args], { cwd: checkout, env }, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr });
    });
  });
}

function password(configuration: string): string | undefined {
  const config = JSON.parse(configuration) as Record<string, { value: string }>;
  return config["kafka-platform:kafkaUiPassword"]?.value;
}

function home(): string {
  return path.join(checkout, "home");
}

function read(name: string): string {
  return readFileSync(path.join(checkout, name), "utf8");
}

function copy(): Record<string, unknown> {
  return parse(read(".local/config/Pulumi.dev.yaml")) as Record<string, unknown>;
}
