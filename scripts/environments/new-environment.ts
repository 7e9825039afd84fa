import { services } from "../../settings/services";
import { type Document, isMap, isScalar } from "yaml";
import { excerpt } from "../../common/excerpt";
import type { Target } from "../../settings/schema";
import { yamlOf } from "../../settings/files/yaml-file";
import { UserError } from "../../common/user-error";
import type { Environment } from "./touched";

/** What a new environment is made from. */
export interface NewEnvironment {
  readonly name: string;
  /** Name of the environment to copy. */
  readonly from: string;
  /** Whether it must meet the rules for production. */
  readonly production: boolean;
  readonly environments: readonly Environment[];
  /** Text of Pulumi.yaml, which has the defaults and the order of the keys. */
  readonly project: string;
}

const ports = services.map(({ port }) => port);

/**
 * The text of a new environment's file: a copy of another's, but with its own names and ports, so that both
 * can run on one engine or cluster, and with the keys in the order of Pulumi.yaml.
 *
 * @throws UserError for an invalid name, and if there is no environment to copy.
 */
export function newEnvironment({ name, from, production, environments, project }: NewEnvironment) {
  if (!/^[a-z][a-z0-9-]{0,29}$/.test(name)) {
    throw new UserError(
      `The name ${excerpt(name)} must be up to 30 characters of a-z, 0-9 and '-' that begin with a letter.`,
    );
  }
  const source = environments.find((each) => each.name === from);
  if (!source) {
    const names = environments.map((each) => each.name).join(", ");
    throw new UserError(
      `There is no environment ${excerpt(from)} to start from; there are ${names}.`,
    );
  }
  const document = readEnvironment(source);
  const defaults = yamlOf("Pulumi.yaml", project);
  const get = (key: string) =>
    document.getIn(["config", full(key)]) ?? defaults.getIn(["config", key, "default"]);
  const set = (key: string, value: unknown) => document.setIn(["config", full(key)], value);
  // What separates it from the others, on each target.
  const setApart: Readonly<Record<Target, () => void>> = {
    docker: () => {
      set("namePrefix", `${name}-`);
      const offset = freeOffset(environments, defaults);
      for (const key of ports) {
        set(key, Number(defaults.getIn(["config", key, "default"])) + offset);
      }
    },
    kubernetes: () => set("namespace", `kafka-${name}`),
  };
  const target = String(get("target"));
  if (!Object.hasOwn(setApart, target)) {
    throw new UserError(
      `The environment ${from} has the target ${excerpt(target)}, which does not exist.`,
    );
  }
  setApart[target as Target]();
  if (production) {
    set("production", true);
    for (const key of ["brokers", "zookeepers"]) if (Number(get(key)) < 3) set(key, 3);
    document.setIn(["config", full("brokerSettings"), "auto.create.topics.enable"], false);
    for (const key of ["retainData", "smokeTest", "publishAddress"]) {
      document.deleteIn(["config", full(key)]);
    }
  }
  order(document, defaults);
  // The other file's comment about itself does not apply to this one.
  if (isMap(document.contents)) {
    const first = document.contents.items[0]?.key;
    document.contents.commentBefore = undefined;
    if (isScalar(first)) first.commentBefore = undefined;
  }
  document.commentBefore = null;
  const about = [
    "# yaml-language-server: $schema=settings/stack.schema.json",
    `# The environment ${name}, based on ${from}.`,
    "# Keys that are not set here have the defaults of Pulumi.yaml.",
  ];
  // As the other files are formatted, so that a diff with them shows only real differences.
  return `${about.join("\n")}\n${document.toString({ flowCollectionPadding: false, lineWidth: 0 })}`;
}

function readEnvironment({ name, text }: Environment): Document {
  return yamlOf(`Pulumi.${name}.yaml`, text);
}

function full(key: string): string {
  return `kafka-platform:${key}`;
}

/** The smallest multiple of 100 to add to the ports so that none is used by another environment on Docker. */
function freeOffset(environments: readonly Environment[], defaults: Document): number {
  const taken = environments.flatMap((environment) => {
    const document = readEnvironment(environment);
    return ports.map((key) =>
      Number(document.getIn(["config", full(key)]) ?? defaults.getIn(["config", key, "default"])),
    );
  });
  const ours = ports.map((key) => Number(defaults.getIn(["config", key, "default"])));
  // Each additional server or broker takes the next port; there are at most nine of them.
  const collides = (offset: number) =>
    ours.some((port) => taken.some((other) => Math.abs(port + offset - other) < 10));
  let offset = 100;
  while (collides(offset)) offset += 100;
  return offset;
}

function order(document: Document, defaults: Document): void {
  const config = document.get("config");
  const known = defaults.get("config");
  if (!isMap(config) || !isMap(known)) return;
  const keys = known.items.map(({ key }) => full(isScalar(key) ? String(key.value) : ""));
  const place = (key: unknown) => {
    const index = keys.indexOf(isScalar(key) ? String(key.value) : String(key));
    return index < 0 ? keys.length : index;
  };
  config.items.sort((a, b) => place(a.key) - place(b.key));
}
