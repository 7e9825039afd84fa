import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../../../common/user-error";
import { findCommand, root } from "../../setup/places";

const folder = join(root, "scripts/generate/kafka-settings");

/** The Java tool that is missing for {@link askKafka}; undefined if none is missing. */
export function missingJava(): string | undefined {
  return ["java", "javac", "mvn"].find((name) => !findCommand(name));
}

/**
 * Asks Kafka's own classes to list their settings, or to judge configurations: see KafkaSettings.java.
 *
 * @param input JSON for the standard input. Default: none.
 * @returns JSON.
 * @throws UserError if Java 11 or later or Maven is missing, or fails.
 */
export function askKafka(task: "list" | "judge", input = ""): string {
  const missing = missingJava();
  if (missing) {
    throw new UserError(`Kafka's classes need a JDK 11 or later and Maven: ${missing} is missing.`);
  }
  classPath ??= findClassPath();
  return run("java", ["-cp", classPath, join(folder, "KafkaSettings.java"), task], input);
}

let classPath: string | undefined;

function findClassPath(): string {
  const work = mkdtempSync(join(tmpdir(), "kafka-settings-"));
  try {
    const file = join(work, "class-path");
    run("mvn", [
      ...["-B", "-q", "-f", join(folder, "pom.xml")],
      ...["dependency:build-classpath", `-Dmdep.outputFile=${file}`],
    ]);
    return readFileSync(file, "utf8").trim();
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function run(command: string, args: readonly string[], input = ""): string {
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: "utf8",
    input,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new UserError(`${command} failed:\n${stderr}${stdout}`);
  return stdout;
}
