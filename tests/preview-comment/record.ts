import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { TestStack } from "../e2e/support/stack";
import { type Case, cases, recorded } from "./cases";

// Records the previews anew with the real CLI: `make record-previews [CASES="topics secret"]`.

const fixtures = path.join(__dirname, "fixtures");
/** A stack of a test runs on the images that this machine has; the recordings say the usual ones. */
const usualImages: Readonly<Record<string, string>> = {
  "kafka-lab/console:0.1.0": "provectuslabs/kafka-ui:v0.7.1",
  "kafka-lab/kafka:7.5.0": "confluentinc/cp-kafka:7.5.0",
  "kafka-lab/zookeeper:7.5.0": "confluentinc/cp-zookeeper:7.5.0",
};
const noCluster = { KUBECONFIG: "/nonexistent" };

async function record({ name, deployed, base, head, secrets }: Case): Promise<void> {
  const images = deployed
    ? {}
    : { zookeeperImage: undefined, brokerImage: undefined, kafkaUi: undefined };
  const stack = await TestStack.create("review", { ...recorded, ...images, ...base });
  try {
    if (secrets) await stack.setSecret(secrets.key, secrets.base);
    if (deployed) await stack.up();
    await preview(stack, name, "base");
    stack.configure(head);
    if (secrets) await stack.setSecret(secrets.key, secrets.head);
    await preview(stack, name, "head");
  } finally {
    await stack.remove();
  }
}

async function preview(stack: TestStack, name: string, side: string): Promise<void> {
  const { stdout } = await stack.attempt(["preview", "--json", "--show-sames"], noCluster);
  mkdirSync(path.join(fixtures, name), { recursive: true });
  const text = Object.entries(usualImages).reduce(
    (all, [here, usual]) => all.replaceAll(here, usual),
    stdout,
  );
  // Where in the sources a resource is declared makes most of the text and changes with every edit.
  const { steps, diagnostics } = JSON.parse(text, (key, value: unknown) =>
    key === "stackTrace" || key === "sourcePosition" ? undefined : value,
  ) as Record<string, unknown>;
  const lines = (steps as unknown[] | undefined)?.map((step) => JSON.stringify(step)) ?? [];
  writeFileSync(
    path.join(fixtures, name, `${side}.json`),
    `{"steps":[\n${lines.join(",\n")}\n],"diagnostics":${JSON.stringify(diagnostics ?? [])}}\n`,
  );
}

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  for (const each of cases.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    console.log(each.name);
    await record(each);
  }
}

void main();
