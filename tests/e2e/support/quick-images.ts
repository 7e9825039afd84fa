import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import path from "node:path";
import { findCommand } from "../../../scripts/setup/places";
import { root } from "./command";

/**
 * Options of the JVM for servers that live for minutes: only the first compiler, and a collector without threads of its
 * own. On two cores, a broker's start and first minute then cost 3.5 s of CPU instead of 6.5 s.
 */
const jvmOptions = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.awt.headless=true";

/** Held by who builds an image of the tests, or installs a package for them: with it, files run beside each other. */
export const imagesLock = path.join(tmpdir(), "kafka-platform-test-images.lock");

const known = new Map<string, string>();

/**
 * The same image with cheaper options for its JVM, under a name of the tests; made on first use. The official images and
 * the ones built here take the options from the same variable.
 *
 * @param variable Default: that of Kafka's scripts.
 */
export function quickImage(image: string, variable = "KAFKA_JVM_PERFORMANCE_OPTS"): string {
  let quick = known.get(image);
  if (quick === undefined) known.set(image, (quick = derive(image, variable)));
  return quick;
}

function derive(image: string, variable: string): string {
  const id = run(["docker", "image", "inspect", "--format", "{{.Id}}", image]);
  const last = image.split("@")[0]?.split("/").at(-1) ?? "";
  const quick = `kafka-platform-test/${last}`;
  const label = "kafka-platform.test.derived-from";
  const madeFrom = `${id} ${variable}=${jvmOptions}`;
  const look = ["image", "inspect", "--format", `{{index .Config.Labels "${label}"}}`, quick];
  if (spawnSync("docker", look, { encoding: "utf8" }).stdout.trim() === madeFrom) return quick;
  const recipe = [
    `FROM ${image}`,
    `LABEL ${label}="${madeFrom}"`,
    `ENV ${variable}="${jvmOptions}"`,
  ];
  // One at a time: of two runs, the second one then finds the layers of the first, and the name keeps its image.
  // macOS has no flock: two runs at once are for Linux.
  const locked = findCommand("flock") === undefined ? [] : ["flock", imagesLock];
  run([...locked, "docker", "build", "--quiet", "--tag", quick, "-"], recipe.join("\n"));
  return quick;
}

function run([name = "", ...args]: readonly string[], input?: string): string {
  const { status, stdout, stderr } = spawnSync(name, args, {
    cwd: root,
    encoding: "utf8",
    input,
  });
  if (status !== 0) throw new Error(`${name} ${args.join(" ")} ended with ${status}:\n${stderr}`);
  return stdout.trim();
}
