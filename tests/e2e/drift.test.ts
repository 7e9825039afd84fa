import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { FakeForge } from "../support/fake-forge";
import { KafkaWitness } from "./support/kafka";
import { TestStack } from "./support/stack";

// The nightly look for drift on a deployed stack: a report, one issue, and its end.
const folder = mkdtempSync(path.join(tmpdir(), "drift-test-"));
const report = path.join(folder, "report.md");
const topic = "vendas.pedido.criado";
const issues = "/repos/team/platform/issues";
const fake = new FakeForge();
let stack: TestStack;
let kafka: KafkaWitness;

beforeAll(async () => {
  stack = await TestStack.create("e2e-drift", {
    kafkaUi: false,
    retainData: false,
    smokeTest: false,
    brokerHeapMiB: 512,
    topics: [{ name: topic, partitions: 3, config: { "retention.ms": 1000000 } }],
  });
  stack.setEnvironment({
    GITHUB_API_URL: await fake.start(),
    GITHUB_REPOSITORY: "team/platform",
    GITHUB_TOKEN: "token",
  });
  kafka = await KafkaWitness.create(stack.prefix);
  await stack.up();
});

afterAll(async () => {
  fake.stop();
  rmSync(folder, { recursive: true });
  await stack.remove();
});

/** Looks for drift and keeps the issue, as the workflow does. */
async function night(): Promise<string> {
  for (const args of [
    ["scripts/preview-comment/drift.ts", "e2e-drift", report],
    ["scripts/forge/main.ts", "issue", report, "Drift in e2e-drift"],
  ] as const) {
    const [script, ...rest] = args;
    const { status, output } = await stack.make(script, ...rest);
    expect({ status, output: status === 0 ? "" : output }).toEqual({ status: 0, output: "" });
  }
  return readFileSync(report, "utf8");
}

test("where nothing differs, no issue is opened", async () => {
  expect(await night()).toBe("<!-- kafka-platform drift: e2e-drift -->\n");
  expect(fake.notes[issues] ?? []).toEqual([]);
});

test("a topic that was changed outside opens one issue, which is closed once it is repaired", async () => {
  await kafka.tool(
    ...["kafka-configs", "--alter", "--entity-type", "topics", "--entity-name", topic],
    ...["--add-config", "retention.ms=5000"],
  );
  const text = await night();
  expect(text).toContain(
    `Topic \`${topic}\` | <code>config["retention.ms"]</code>: <code>5000</code> → <code>1000000</code> |`,
  );
  await night();
  expect(fake.notes[issues]).toEqual([
    expect.objectContaining({ title: "Drift in e2e-drift", body: text }),
  ]);
  await stack.up("--refresh");
  await night();
  expect(fake.notes[issues]).toEqual([expect.objectContaining({ state: "closed" })]);
});
