import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const root = path.join(__dirname, "../../..");
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "typescript-"));
  mkdirSync(path.join(folder, "common"));
  const file = "common/typescript.js";
  copyFileSync(path.join(root, file), path.join(folder, file));
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** What a program prints that imports `value` from a TypeScript file, and whether it had to be transpiled. */
async function run(): Promise<string> {
  writeFileSync(
    path.join(folder, "main.ts"),
    `import { value } from "./value";
    const loaded: string[] = Object.keys(require.cache);
    console.log(value, loaded.some((file) => file.includes("sucrase/dist")) ? "transpiled" : "kept");`,
  );
  const args = ["--require", "./common/typescript.js", "main.ts"];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder });
  return stdout.trim();
}

const declare = (value: string) =>
  writeFileSync(path.join(folder, "value.ts"), `export const value: string = "${value}";`);
const kept = () => path.join(folder, ".local/transpiled");

test("a file is transpiled once, and again after each change", async () => {
  declare("one");
  expect(await run()).toBe("one transpiled");
  expect(await run()).toBe("one kept");
  declare("two");
  expect(await run()).toBe("two transpiled");
  expect(await run()).toBe("two kept");
  declare("one");
  expect(await run()).toBe("one transpiled");
  // One for each file, and none that is half written.
  expect(readdirSync(kept())).toEqual([
    expect.stringMatching(/^[0-9a-f]{64}\.js$/),
    expect.stringMatching(/^[0-9a-f]{64}\.js$/),
  ]);
});

test("what was kept by another version, or is damaged, counts for nothing", async () => {
  declare("one");
  await run();
  for (const file of readdirSync(kept())) writeFileSync(path.join(kept(), file), "// other\nbad(");
  expect(await run()).toBe("one transpiled");
});

test.each([
  ["cut off", (text: string) => text.slice(0, 140)],
  ["changed in the middle", (text: string) => text.replace("one", "two")],
  ["emptied", () => ""],
])("what was %s after it was kept counts for nothing", async (_how, damage) => {
  declare("one");
  await run();
  for (const file of readdirSync(kept())) {
    const full = path.join(kept(), file);
    writeFileSync(full, damage(readFileSync(full, "utf8")));
  }
  expect(await run()).toBe("one transpiled");
  expect(await run()).toBe("one kept");
});

test("what cannot be kept leaves nothing behind", async () => {
  declare("one");
  await run();
  const files = readdirSync(kept());
  for (const file of files) {
    rmSync(path.join(kept(), file));
    mkdirSync(path.join(kept(), file));
  }
  expect(await run()).toBe("one transpiled");
  expect(readdirSync(kept())).toEqual(files);
});

test("nothing need be kept", async () => {
  declare("one");
  writeFileSync(path.join(folder, ".local"), "not a folder");
  expect(await run()).toBe("one transpiled");
  expect(await run()).toBe("one transpiled");
});
