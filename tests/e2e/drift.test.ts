import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { FakeForge } from "../support/fake-forge";
import { docker } from "./support/command";
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

/** Looks for drift and keeps the issue, as the workflow does; the look ends with 3 where it could not see everything. */
async function night(status = 0): Promise<string> {
  const look = await stack.make("scripts/review/comment/drift.ts", "e2e-drift", report);
  expect({ ...look, output: look.status === status ? "" : look.output }).toMatchObject({
    status,
    output: "",
  });
  const keep = await stack.make("scripts/review/forge/main.ts", "drift", report, "e2e-drift");
  expect({ status: keep.status, output: keep.status === 0 ? "" : keep.output }).toEqual({
    status: 0,
    output: "",
  });
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

  // An engine that does not answer says nothing about drift.
  stack.setEnvironment({ DOCKER_HOST: "tcp://127.0.0.1:1" });
  expect(await night(3)).toContain("It is not known whether it matches its declaration");
  stack.setEnvironment({ DOCKER_HOST: process.env.DOCKER_HOST });
  expect(fake.notes[issues]).toHaveLength(1);
  expect(fake.notes[issues]?.[0]).not.toHaveProperty("state");
  const body = String(fake.notes[issues]?.[0]?.body);
  expect(body).toContain("could not be checked for drift");
  expect(body).toContain("What was found before:\n\n### `e2e-drift` differs from its declaration");

  // Nor does a broker that is away about topics.
  await docker("stop", `${stack.prefix}kafka`);
  const partly = await night(3);
  expect(partly).toContain("**Part of it could not be checked.**");
  expect(partly).toContain("Topics were not refreshed: ");
  expect(fake.notes[issues]?.[0]).not.toHaveProperty("state");

  const status = await stack.make("scripts/stack/status.ts");
  expect(status.status).toBe(1);
  expect(status.output).toMatch(/ {2}broker kafka at localhost:\d+: .*ECONNREFUSED/);
  expect(status.output).toContain("`make recover");
  expect(status.output).not.toMatch(/ZooKeeper at|passed at/);

  // The first brings the broker back, whose topics nobody could look at before; the second repairs them.
  await stack.up("--refresh");
  await stack.up("--refresh");
  await night();
  expect(fake.notes[issues]).toEqual([expect.objectContaining({ state: "closed" })]);
});

test("where the look failed before it began, the issue says so", async () => {
  rmSync(report);
  const { status } = await stack.make("scripts/review/forge/main.ts", "drift", report, "e2e-drift");
  expect(status).toBe(0);
  expect(String(fake.notes[issues]?.at(-1)?.body)).toContain("failed before it began");
});
