import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse, stringify } from "yaml";
import { attempt, docker, root, run } from "./support/command";
import { freePorts, machineImages } from "./support/stack";

// The program in examples/typescript, as its README deploys it, with names and ports of this test.
const folder = mkdtempSync(path.join(tmpdir(), "example-"));
const namePrefix = `example-${process.pid}-`;
const configFile = path.join(folder, "config.yaml");
const environment = {
  PULUMI_BACKEND_URL: `file://${folder}`,
  PULUMI_CONFIG_PASSPHRASE: "test",
  PULUMI_STACK: "example",
  PULUMI_OPTION_CONFIG_FILE: configFile,
  PULUMI_SKIP_UPDATE_CHECK: "true",
};
const example = ["-C", path.join(root, "examples/typescript")];

function configure(changes: Record<string, unknown>): void {
  const file = path.join(folder, "Pulumi.example.yaml");
  const salt = parse(readFileSync(file, "utf8")) as object;
  const config = Object.entries({ ...machineImages(), namePrefix, ...changes });
  const keys = config.map(([key, value]) => [`kafka-example:${key}`, value] as const);
  writeFileSync(configFile, stringify({ ...salt, config: Object.fromEntries(keys) }));
}

let ports: { zookeeperPort: number; brokerPort: number };

beforeAll(async () => {
  writeFileSync(path.join(folder, "Pulumi.yaml"), "name: kafka-example\nruntime: nodejs\n");
  await run("pulumi", ["-C", folder, "stack", "init", "example"], environment);
  const first = await freePorts(2);
  ports = { zookeeperPort: first, brokerPort: first + 1 };
});

afterAll(async () => {
  await attempt("pulumi", [...example, "destroy", "--yes", "--skip-preview"], environment);
  const left = await docker("volume", "ls", "--quiet", "--filter", `name=^${namePrefix}`);
  for (const volume of left) await docker("volume", "rm", volume);
  rmSync(folder, { recursive: true, force: true });
});

test("a component's invalid arguments fail the preview, all at once", async () => {
  configure({ ...ports, brokerPort: 70_000, zookeeperPort: 0 });
  const { status, output } = await attempt("pulumi", [...example, "preview"], environment);
  expect(status).not.toBe(0);
  expect(output).toContain(
    [
      "KafkaPlatform example has invalid arguments:",
      "zooKeeper.publishedPort must be a whole number from 1 to 65535",
      "brokers.publishedPort must be a whole number from 1 to 65535",
    ].join("\n      "),
  );
  expect(output).not.toMatch(/\.ts:\d+/);
});

test("another program deploys the platform with the components, and removes it", async () => {
  configure(ports);
  await run("pulumi", [...example, "up", "--yes", "--skip-preview"], environment);
  const { stdout } = await run("pulumi", [...example, "stack", "output", "--json"], environment);
  const outputs = JSON.parse(stdout) as Record<string, unknown>;
  expect(outputs).toMatchObject({
    bootstrap: `localhost:${ports.brokerPort}`,
    smokeTest: { consumed: 100 },
  });
  const topics = await docker(
    ...["exec", `${namePrefix}kafka`, "kafka-topics", "--bootstrap-server", "kafka:9092", "--list"],
  );
  expect(topics).toEqual(expect.arrayContaining(outputs.names as string[]));
  const again = await run("pulumi", [...example, "preview", "--expect-no-changes"], environment);
  expect(again.status).toBe(0);
  await run("pulumi", [...example, "destroy", "--yes", "--skip-preview"], environment);
  const left = await docker("ps", "--all", "--quiet", "--filter", `name=^${namePrefix}`);
  expect(left).toEqual([]);
  const volumes = await docker("volume", "ls", "--quiet", "--filter", `name=^${namePrefix}`);
  expect(volumes.map((name) => name.slice(namePrefix.length)).sort()).toEqual([
    "kafka-data",
    "zookeeper-data",
    "zookeeper-logs",
  ]);
});
