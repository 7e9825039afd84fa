import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.join(__dirname, "../..");
const preload = ["./common/typescript.js", "./program/process.ts"].flatMap((file) => [
  "--require",
  file,
]);

/** Runs Node.js as Pulumi runs the program, for 20 s at most: a single coloured stack would take 40 s. */
function run(...args: string[]): Promise<{ ended: boolean; output: string }> {
  return new Promise((resolve) => {
    const options = { cwd: root, timeout: 20_000, killSignal: "SIGKILL" } as const;
    const child = execFile(
      process.execPath,
      [...preload, ...args],
      options,
      (_, stdout, stderr) => {
        resolve({ ended: child.signalCode === null, output: stdout + stderr });
      },
    );
  });
}

describe("an error is shown at once, whatever its stack", () => {
  const show = `
    const { defaultErrorMessage } = require("@pulumi/pulumi/cmd/run/error");
    for (const event of ["uncaughtException", "unhandledRejection"])
      process.on(event, (error) => console.log(event, defaultErrorMessage(error)));
    const odd = (error) => Object.assign(error, {
      stack: error + "\\n    at apply (/x/node_modules/@pulumi/output.ts:1:2)",
    });
  `;

  test.each([
    ["thrown", 'throw odd(new Error("why"))', ["Error: why", "output.ts:1:2"]],
    ["of a promise", 'void Promise.reject(odd(new Error("why")))', ["unhandledRejection", "why"]],
    [
      "the cause of another",
      'throw new Error("what", { cause: odd(new Error("why")) })',
      ["Error: what", "[cause]: Error: why"],
    ],
    [
      "one of several",
      'throw new AggregateError([odd(new Error("why"))], "several")',
      ["AggregateError: several", "Error: why"],
    ],
    ["of a syntax", 'throw odd(new SyntaxError("why"))', ["SyntaxError: why"]],
    ["no error at all", 'throw "why"', ["why"]],
  ])("%s", async (_, program, expected) => {
    const { ended, output } = await run("-e", show + program);
    expect(ended).toBe(true);
    for (const each of expected) expect(output).toContain(each);
  });

  test("and one that a person can mend by its message alone", async () => {
    const program = 'throw odd(new (require("@pulumi/pulumi").RunError)("why"))';
    const { output } = await run("-e", show + program);
    expect(output.trim()).toBe("uncaughtException why");
  });
});

describe("what Pulumi's SDK needs only to serialize functions", () => {
  const loaded = `const loaded = () => ["typescript", "@npmcli/arborist"].filter((name) =>
      Object.keys(require.cache).includes(require.resolve(name)));`;

  test("is not loaded with it", async () => {
    const { output } = await run(
      "-e",
      `${loaded} require("@pulumi/pulumi"); console.log("loaded:", loaded().join());`,
    );
    expect(output.trim()).toBe("loaded:");
  });

  test("is there when a function is serialized", async () => {
    const { output } = await run(
      "-e",
      `${loaded}
      const pulumi = require("@pulumi/pulumi");
      const seven = 7;
      pulumi.runtime.serializeFunction(() => seven).then(async ({ text }) => {
        const paths = await pulumi.runtime.computeCodePaths({ extraExcludePackages: [] });
        console.log(text.includes("seven"), [...paths.keys()].includes("node_modules/kafkajs"));
        console.log("loaded:", loaded().join());
      });`,
    );
    expect(output).toContain("true true\nloaded: typescript,@npmcli/arborist\n");
  });
});

test("no source map is looked up for the stacks that the SDK notes, whose lines are right without", async () => {
  const { output } = await run(
    "-e",
    `process.once("exit", () => console.log("maps:",
      Object.keys(require.cache).filter((file) => file.includes("source-map-support")).length));
    const { shown } = require("./program/shown-error.ts");
    try { shown(undefined); } catch ({ stack }) { console.log(stack.split("\\n")[1].trim()); }
    process.exitCode = 0;
    require("@pulumi/pulumi/cmd/run");`,
  );
  const lines = readFileSync(path.join(root, "program/shown-error.ts"), "utf8").split("\n");
  const line = lines.findIndex((each) => each.includes("error.message")) + 1;
  expect(output).toContain(`program/shown-error.ts:${line}:`);
  expect(output).toContain("maps: 0");
});

describe("without its engine, a program ends", () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "program-"));
    symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
    writeFileSync(path.join(folder, "index.js"), "setInterval(() => undefined, 1000);");
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  test.each([
    ["as the language host says it", ["--engine", "127.0.0.1:1"]],
    ["in one word", ["--engine=127.0.0.1:1"]],
  ])("even while it waits for something else: an address %s", async (_, engine) => {
    const waits = "setInterval(() => undefined, 1000)";
    const others = ["--monitor", "127.0.0.1:2", "--dry-run", "--parallel", "8", "."];
    const { ended } = await run("-e", waits, "--", "/program", ...engine, ...others);
    expect(ended).toBe(true);
  });

  test("and shows what the SDK says of it", async () => {
    const { ended, output } = await run(
      ...["node_modules/@pulumi/pulumi/cmd/run", "--project=test", "--stack=test"],
      ...["--monitor=127.0.0.1:1", `--pwd=${folder}`, path.join(folder, "index.js")],
    );
    expect(ended).toBe(true);
    expect(output).toContain("Error: 14 UNAVAILABLE: No connection established.");
  });
});
