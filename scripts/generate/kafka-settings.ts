import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { askKafka } from "./kafka-settings/ask";
import { root } from "../setup/places";
import { runScript } from "../terminal/run-script";

/**
 * Writes what Kafka's own classes say about the settings of brokers and topics: names, types, defaults, ranges.
 *
 * Usage: kafka-settings.ts [FILE]
 *   FILE  default: kafka/settings/kafka.json, with which the program checks a configuration
 */
async function main(): Promise<void> {
  const file = process.argv[2] ?? join(root, "kafka/settings/kafka.json");
  const options = await resolveConfig(join(root, "kafka/settings/kafka.json"));
  writeFileSync(file, await format(askKafka("list"), { ...options, parser: "json" }));
  console.log(`${file} has the settings of Kafka's classes.`);
}

runScript(main);
