import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { sharedPulumiHome } from "../../scripts/setup/places";

const root = path.join(__dirname, "../..");
const stackFile = "config:\n  # kept\n  kafka-platform:brokerPort: 39292\n";

/** The set-up in a checkout at another path, with a Pulumi home of its own, where nobody is logged in. */
let checkout: string;

beforeEach(() => {
  checkout = mkdtempSync(path.join(tmpdir(), "setup-test-"));
  const files = [
    "scripts",
    "offline",
    "user-error.ts",
    "excerpt.ts",
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

test("a shell gets a stack whose configuration is a copy that keeps what is set in it", async () => {
  const first = await inStack("dev", "pulumi config set --secret kafkaUiPassword geheim");
  expect(first).toMatchObject({ code: 0, stdout: "" });
  expect(first.stderr).toContain(`new stack dev in file://${checkout}/.local/state`);
  expect(first.stderr.split("\n").filter((line) => line.startsWith("state "))).toHaveLength(1);

  const second = await inStack("dev", "pulumi config --json --show-secrets");
  expect(second.stderr).toContain("set in .local/config/Pulumi.dev.yaml alone: kafkaUiPassword");
  const config = JSON.parse(second.stdout) as Record<string, { value: string }>;
  expect(config["kafka-platform:kafkaUiPassword"]?.value).toBe("geheim");
  expect(config["kafka-platform:brokerPort"]?.value).toBe("39292");

  // A stand-in plugin is laid out in the checkout, an official one in the user's home: never in both.
  const plugins = (where: string) => existsSync(path.join(where, "plugins"));
  expect(plugins(path.join(checkout, ".local/pulumi-home"))).toBe(!plugins(home()));

  expect(read("Pulumi.dev.yaml")).toBe(stackFile);
  expect(read(".local/config/Pulumi.dev.yaml")).toContain("# kept");
});

test("a change of the stack's file reaches the copy, and what Pulumi keeps there stays", async () => {
  await inStack("dev", "pulumi config set smokeTestMessages 50");
  const salt = copy().encryptionsalt;
  expect(salt).toMatch(/^v1:/);
  writeFileSync(path.join(checkout, "Pulumi.dev.yaml"), stackFile.replace("39292", "39393"));
  await inStack("dev", "true");
  expect(copy()).toMatchObject({
    config: { "kafka-platform:brokerPort": 39393, "kafka-platform:smokeTestMessages": "50" },
    encryptionsalt: salt,
  });
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
  expect(stderr).toContain(`The image ${image} of kafka-platform:brokerImage cannot be had: `);
});

test("a target that there is none of: nothing is installed for it", async () => {
  writeFileSync(path.join(checkout, "Pulumi.dev.yaml"), "config:\n  kafka-platform:target: vm\n");
  const { code, stderr } = await inStack("dev", "true");
  expect(code).toBe(1);
  expect(stderr).toContain("kafka-platform:target is vm; must be docker or kubernetes");
});

/** Runs a shell command with a stack, as a user who is not logged in unless a test logged in. */
function inStack(stack: string, command: string, environment: NodeJS.ProcessEnv = {}) {
  const env = {
    ...process.env,
    PULUMI_HOME: home(),
    PULUMI_CREDENTIALS_PATH: undefined,
    PULUMI_BACKEND_URL: undefined,
    PULUMI_CONFIG_PASSPHRASE: undefined,
    ...environment,
  };
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(
      path.join(checkout, "scripts/with-stack"),
      [stack, "--", "sh", "-c", command],
      { env },
      (_error, stdout, stderr) => {
        resolve({ code: child.exitCode ?? -1, stdout, stderr });
      },
    );
  });
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
