import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse, stringify } from "yaml";
import { Checkout } from "../support/checkout";
import { docker } from "./support/command";
import { TestStack } from "./support/stack";

// A change reviewed against what is deployed: a merge is deployed by `make up`, as the workflow does, and
// the next branch's comment is Pulumi's own word on it.
const backend = mkdtempSync(path.join(tmpdir(), "review-deployed-"));
const environment = {
  STACK: "dev",
  PULUMI_BACKEND_URL: `file://${backend}`,
  PULUMI_CONFIG_PASSPHRASE: "the team's",
};
let checkout: Checkout;
/** Lends its free ports and its names; it is never deployed itself. */
let names: TestStack;

interface StackFile {
  config: Record<string, unknown>;
}

function configure(changes: Record<string, unknown>, message: string): void {
  const file = path.join(checkout.folder, "Pulumi.dev.yaml");
  const { config } = parse(readFileSync(file, "utf8")) as StackFile;
  const own = Object.entries(changes).map(([key, value]) => [`kafka-platform:${key}`, value]);
  writeFileSync(file, stringify({ config: { ...config, ...(Object.fromEntries(own) as object) } }));
  checkout.commit(message);
}

beforeAll(async () => {
  checkout = new Checkout();
  names = await TestStack.create("e2e-review", { kafkaUi: false, brokerHeapMiB: 512 });
  const keys = ["zookeeperImage", "brokerImage", "kafkaUi", "namePrefix", "brokerHeapMiB"];
  const ports = ["zookeeperPort", "brokerPort", "kafkaUiPort"];
  const values = [...keys, ...ports].map((key) => [key, names.get(key)]);
  configure(
    { ...(Object.fromEntries(values) as object), retainData: false, smokeTestMessages: 10 },
    "names and ports of its own",
  );
});

afterAll(async () => {
  await checkout.run(
    "scripts/with-stack dev --keep-images -- pulumi destroy --yes --skip-preview",
    environment,
  );
  await names.remove();
  checkout.remove();
  rmSync(backend, { recursive: true });
});

test("a change after a deployment is compared with what is deployed", async () => {
  const up = await checkout.run("make up", environment);
  expect({ code: up.code, output: up.code === 0 ? "" : up.output }).toEqual({
    code: 0,
    output: "",
  });
  expect(up.output).toMatch(/Smoke test {2}passed at \S+: 10 produced, 10 consumed/);

  // Pulumi sees no difference, but the platform is dead.
  await docker("stop", `${names.prefix}kafka`);
  for (const command of ["make up", "make status"]) {
    const dead = await checkout.run(command, environment);
    expect(dead.code).toBe(2);
    expect(dead.output).toMatch(/ {2}broker kafka at localhost:\d+: /);
    expect(dead.output).toContain("`make recover` brings it back");
    expect(dead.output).not.toContain("passed at");
  }
  await docker("start", `${names.prefix}kafka`);

  configure({ brokerSettings: { "log.retention.hours": 48 } }, "keep messages longer");
  const review = await checkout.run("make preview-comment BASE=HEAD~1", environment);
  expect({ code: review.code, output: review.code === 0 ? "" : review.output }).toEqual({
    code: 0,
    output: "",
  });
  const comment = readFileSync(path.join(checkout.folder, ".local/review/dev.md"), "utf8");
  expect(comment).toContain("**1 resource replaced.**");
  expect(comment).toContain("<code>envs.KAFKA_LOG_RETENTION_HOURS</code>: <code>48</code>");
  expect(comment).toContain("against what is deployed");
});
