import { readFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { KafkaWitness } from "../e2e/support/kafka";
import { TestStack } from "../e2e/support/stack";
import { bareCalls } from "./bare-calls";
import { kafkaTopicsTool } from "./kafka-topics-tool";
import { pulumiTopics } from "./pulumi-topics";
import { type Measured, operations, table, type Way } from "./table";
import { trivialResources } from "./trivial-resources";

const sizes = (process.env.SIZES ?? "10,100,1000").split(",").map(Number);

/**
 * Measures creating, leaving alone, refreshing, adding and deleting topics, by this project and by
 * what it is to be compared with, on the same broker in the same run, and prints a table.
 */
async function main(): Promise<void> {
  const stack = await TestStack.create("bench-topics", {
    kafkaUi: false,
    smokeTest: false,
    retainData: false,
    deleteTopics: true,
    topicNaming: "off",
  });
  try {
    await stack.up();
    const ways: Way[] = [
      { name: "this project, `pulumi up`", measure: (count) => pulumiTopics(stack, count) },
      { name: "bare kafkajs, batched", measure: (count) => bareCalls(stack, count) },
      {
        name: "kafka-topics, one by one",
        measure: async (count) => kafkaTopicsTool(await KafkaWitness.create(stack.prefix), count),
      },
      { name: "Pulumi, trivial resources", measure: trivialResources },
    ];
    const rows: Measured[] = [];
    for (const count of sizes) {
      for (const { name, measure } of ways) {
        rows.push({ count, way: name, ...(await measure(count)) });
        console.error(JSON.stringify(rows.at(-1)));
      }
    }
    console.log(`${machine()}\n\n${table(rows)}\n\n${goals(rows)}`);
  } finally {
    await stack.remove();
  }
}

/** Creation and no-op at the largest size against twice the bare calls and Pulumi's own cost. */
function goals(rows: readonly Measured[]): string {
  const [ours, bare, , own] = rows.slice(-4);
  if (!ours || !bare || !own) return "";
  return operations
    .slice(0, 2)
    .map(({ key, title }) => {
      const [a, b, c] = [ours[key] ?? 0, bare[key] ?? 0, own[key] ?? 0];
      return (
        `${title} at ${ours.count}: ${a.toFixed(1)} s; ` +
        `2 × ${b.toFixed(1)} s + ${c.toFixed(1)} s = ${(2 * b + c).toFixed(1)} s`
      );
    })
    .join("\n");
}

function machine(): string {
  const { version } = JSON.parse(
    readFileSync(require.resolve("@pulumi/pulumi/package.json"), "utf8"),
  ) as { version: string };
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${cpus()[0]?.model.trim()}, ${memory} GiB, Node ${process.version}, Pulumi ${version}`;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
