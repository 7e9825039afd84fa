import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { Checkout } from "../support/checkout";

// `pulumi new` with this repository, by the real CLI.
const folder = mkdtempSync(path.join(tmpdir(), "pulumi-new-test-"));
const template = path.join(folder, "template");
const project = path.join(folder, "project");
const checkout = new Checkout();

/** Runs a command in the new project; returns what it printed. */
async function run(command: string): Promise<string> {
  const { code, output } = await checkout.run(`cd '${project}' && ${command}`, {
    PULUMI_HOME: process.env.PULUMI_HOME,
    PULUMI_BACKEND_URL: `file://${folder}`,
    PULUMI_CONFIG_PASSPHRASE: "test",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    CI: undefined,
  });
  return `${output}ended with ${code}`;
}

beforeAll(async () => {
  execFileSync("git", ["clone", "--quiet", checkout.folder, template]);
  mkdirSync(project);
  expect(await run(`pulumi new '${template}' --generate-only --yes`)).toMatch(
    /make up [^]*\nended with 0$/,
  );
});
afterAll(() => {
  checkout.remove();
  rmSync(folder, { recursive: true, force: true });
});

test("the new project is this one, without the template and the history", () => {
  const differences = execFileSync(
    "sh",
    ["-c", 'diff -rq "$1" "$2" || true', "sh", template, project],
    { encoding: "utf8" },
  );
  expect(differences.trim().split("\n")).toEqual([
    `Only in ${template}: .git`,
    expect.stringMatching(/^Files .*\/Pulumi\.yaml and .*\/Pulumi\.yaml differ$/),
  ]);
  expect(statSync(path.join(project, "scripts/with-stack")).mode & 0o100).toBe(0o100);

  const { config, ...rest } = parsed(project);
  const { template: about, config: own, ...before } = parsed(template);
  expect(rest).toEqual(before);
  expect(config).toMatchObject(own ?? {});
  // Its values would take the place of what a stack's file says.
  expect(Object.keys(about)).not.toContain("config");
});

test("with another name, which its stacks' keys do not have, it is refused", async () => {
  const file = path.join(project, "Pulumi.yaml");
  cpSync(file, path.join(folder, "Pulumi.yaml"));
  symlinkSync(path.join(checkout.folder, "node_modules"), path.join(project, "node_modules"));
  await run("sed -i.old 's/^name: .*/name: my-kafka/' Pulumi.yaml && pulumi stack init dev");
  const refusal =
    "Pulumi.yaml names the project my-kafka, but the keys in its stacks' files begin with kafka-platform: and would " +
    "not be read. Write `name: kafka-platform` there; a stack made under the other name has to be made again.";
  for (const command of ["pulumi preview --non-interactive", "make preview"]) {
    const output = await run(command);
    expect(output).toContain(refusal);
    expect(output).not.toMatch(/ended with 0$/);
  }
  cpSync(path.join(folder, "Pulumi.yaml"), file);
  expect(await run("pulumi stack init dev && pulumi config get target")).toMatch(
    /^docker\n[^]*\nended with 0$/,
  );
});

function parsed(where: string) {
  return parse(readFileSync(path.join(where, "Pulumi.yaml"), "utf8")) as Record<string, object> & {
    template: object;
  };
}
