import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { docker, run } from "../e2e/support/command";

// That the benchmark and the drill work at all: one round of one contender, two faults in a fixed order.
const folder = mkdtempSync(path.join(tmpdir(), "bench-test-"));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The numbers of the rows of a report's tables that begin with a text. */
function rows(report: string, beginning: string): string[][] {
  const lines = readFileSync(path.join(folder, report), "utf8").split("\n");
  return lines
    .filter((line) => line.startsWith(`| ${beginning}`))
    .map((line) => line.split("|").map((cell) => cell.trim()));
}

test("a round of the benchmark measures, reports, and leaves nothing", async () => {
  const { seconds } = await run("node", [
    ...["--require", "./common/typescript.js", "bench/main.ts"],
    ...["--rounds", "1", "--only", "docker-run-1", "--no-throughput", "--output", folder],
  ]);
  console.log(`one round of docker run: ${seconds.toFixed(0)} s`);
  const [start, running, memory] = rows("benchmarks.md", "`docker run` script, Docker, 1 broker");
  const [, , first, command, smoke] = start ?? [];
  expect(Number(first)).toBeGreaterThan(0);
  expect(Number(first)).toBeLessThan(Number(smoke));
  expect(Number(command)).toBeLessThan(Number(smoke));
  expect(Number(running?.[5])).toBeGreaterThan(0);
  expect(Number(memory?.[2])).toBeGreaterThan(100);
  const picture = readFileSync(path.join(folder, "images/bench-start.svg"), "utf8");
  expect(picture).toContain(`${Number(smoke).toFixed(1)} s`);
  const names = await docker("ps", "--all", "--format", "{{.Names}}");
  expect(names.filter((name) => name.startsWith("bench-docker-run-1-"))).toEqual([]);
});

test("a drill of two faults loses nothing that was acknowledged, and says what it counted", async () => {
  const report = path.join(folder, "drill.md");
  const { seconds, stdout } = await run("bench/drill/run", [
    ...["--seed", "45", "--faults", "2", "--output", report],
  ]);
  console.log(`a drill of two faults: ${seconds.toFixed(0)} s\n${stdout}`);
  expect(readFileSync(report, "utf8")).toContain("**Passed**");
  const [all] = rows("drill.md", "all ");
  expect(Number(all?.[4])).toBeGreaterThan(200);
  expect(all?.[8]).toBe("0");
  // The head, its line, the faults and the sum.
  expect(rows("drill.md", "")).toHaveLength(5);
});
