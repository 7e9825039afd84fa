import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { parseArgs } from "node:util";
import { readBootstrapServers } from "../../common/addresses";
import { excerpt } from "../../common/excerpt";
import { explain, openKafka, withAdmin } from "../../kafka/connections/kafka";
import { readClusterTopics } from "../../kafka/topics/cluster-topics";
import { isListed } from "../../kafka/topics/declaration";
import { listTopics } from "../../kafka/topics/listing";
import { fileInProject, pathInProject } from "../../settings/files/project-file";
import type { Connection } from "../../targets/connection";
import { UserError } from "../../common/user-error";
import { root } from "../setup/places";
import { readStackOutputs } from "./outputs";
import { runScript } from "../terminal/run-script";

/**
 * Writes the topics of a running cluster to a file for the setting `topicsFile`.
 *
 * Usage: topics-import.ts STACK [--from HOST:PORT,...] [--file FILE]
 *   --from  the cluster's addresses. Default: the cluster of the current stack
 *   --file  where to write, relative to the project. Default: topics/STACK.yaml
 */
async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { from: { type: "string" }, file: { type: "string" } },
  });
  const stack = positionals[0] ?? "dev";
  const name = values.file ?? `topics/${stack}.yaml`;
  const file = pathInProject(name);
  if (file === undefined) throw new UserError(`FILE=${excerpt(name)} must be ${fileInProject}.`);
  if (existsSync(file)) {
    throw new UserError(`${name} already exists, and is kept. Choose another file with FILE=...`);
  }
  const connection: Connection = values.from
    ? { via: "direct", addresses: bootstrapServers(values.from) }
    : (await readStackOutputs()).connection;
  const { topics } = await withAdmin(
    await openKafka(connection, { retry: { retries: 2 } }),
    (admin) => readClusterTopics(admin, isListed),
  ).catch((error: unknown) => {
    throw new UserError(
      `The cluster at ${connection.addresses.join(", ")} does not answer: ${explain(error)}`,
    );
  });
  const { text, leftOut } = listTopics(topics);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${schemaLine(file)}${text}`, { flag: "wx" });
  console.log(
    `${Object.keys(topics).length} topics written to ${name}. Set kafka-platform:topicsFile to it in ` +
      `Pulumi.${stack}.yaml, and remove from kafka-platform:topics what both declare.`,
  );
  if (leftOut.length > 0) {
    console.log(`Left out, as they are not topic settings of Kafka 3.5: ${leftOut.join(", ")}`);
  }
}

/** Names the file's schema to editors. */
function schemaLine(file: string): string {
  const schema = relative(dirname(file), join(root, "settings/topics.schema.json"));
  return `# yaml-language-server: $schema=${schema}\n`;
}

/** @throws UserError if they are not addresses. */
function bootstrapServers(from: string): string[] {
  const addresses = readBootstrapServers(from);
  if (addresses) return addresses;
  throw new UserError(
    `FROM=${excerpt(from)} must be host:port, such as localhost:9092, or several separated by commas. A host is a ` +
      "name or an IPv4 address, a port is 1 to 65535.",
  );
}

runScript(main);
