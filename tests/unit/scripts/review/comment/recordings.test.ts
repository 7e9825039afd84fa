import * as pulumi from "@pulumi/pulumi";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { parseAllDocuments } from "yaml";
import {
  nameOf,
  type Preview,
  secretValue,
  unknownValue,
} from "../../../../../scripts/review/comment/preview";
import { cases, recorded } from "../../../../preview-comment/cases";
import type { Registered } from "../../../support/mocks";
import { projectConfig } from "../../../support/project-config";

// The recordings by which comments are tested, against what the program declares now: a recording of an
// earlier program proves nothing. After a change of the program: make record-previews.
const fixtures = path.join(__dirname, "../../../../preview-comment/fixtures");
const root = path.join(__dirname, "../../../../..");
// The client for Kubernetes is an ES module, which Jest does not load; without it, nothing is known of a cluster.
jest.mock("../../../../../targets/kubernetes/access", () => ({
  accessProblem: () => Promise.resolve(undefined),
}));
let engine: Server;

beforeAll(async () => {
  // An engine on which there is nothing.
  engine = createServer(({ url = "" }, response) => {
    response.writeHead(/\/json(\?|$)/.test(url) && !/\/json\/./.test(url) ? 200 : 404);
    response.end(/\/(containers|images|networks)/.test(url) ? "[]" : "{}");
  });
  // Docker's closes no connection that waits; Node.js would after 5 s, just as a slow machine uses it again.
  engine.keepAliveTimeout = 0;
  await once(engine.listen(0, "127.0.0.1"), "listening");
  process.env.DOCKER_HOST = `tcp://127.0.0.1:${(engine.address() as AddressInfo).port}`;
  process.env.KUBECONFIG = "/nonexistent";
  // Of topics' names, which are no matter here.
  jest.spyOn(console, "warn").mockImplementation();
});

afterAll(() => engine.close());

const known = new Map<string, Promise<Registered[]>>();

/** The same, for a configuration that several cases have, once. */
async function declaredOnce(config: Readonly<Record<string, unknown>>): Promise<Registered[]> {
  const text = JSON.stringify(config);
  const found = known.get(text) ?? declared(config);
  known.set(text, found);
  return found;
}

/** What the program registers for a configuration: every resource that is no component. */
async function declared(config: Readonly<Record<string, unknown>>): Promise<Registered[]> {
  const registered: Registered[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, custom }) => {
        const own = inputs as Registered["inputs"];
        if (custom !== false) registered.push({ type, name, inputs: own });
        // What an image gives its container; other resources have no such output.
        return { id: `${name}-id`, state: { imageId: `${name}-image`, ...own } };
      },
      call: () => ({}),
    },
    "kafka-platform",
    "review",
    // What is recorded is a preview.
    true,
  );
  const defined = Object.entries(config).filter(([, value]) => value !== undefined);
  const all = projectConfig(Object.fromEntries(defined));
  pulumi.runtime.setAllConfig(
    Object.fromEntries(Object.entries(all).map(([key, value]) => [`kafka-platform:${key}`, value])),
  );
  // The program itself, as Pulumi runs it.
  const program = jest.requireActual<() => Promise<unknown>>(path.join(root, "index"));
  await program();
  await pulumi.runtime.disconnect();
  return registered;
}

function recording(name: string, side: string): Registered[] {
  const file = path.join(fixtures, name, `${side}.json`);
  if (!existsSync(file)) throw new Error(`${name} is not recorded: make record-previews`);
  const { steps } = JSON.parse(readFileSync(file, "utf8")) as Preview;
  return steps.flatMap(({ newState }) => {
    if (!newState?.custom || /::default(_|$)/.test(newState.urn)) return [];
    const inputs = (newState.inputs ?? {}) as Registered["inputs"];
    return [{ type: newState.type, name: nameOf(newState.urn), inputs }];
  });
}

/** Where what was recorded is not what is declared. A provider adds its defaults, and names them. */
function differ(now: unknown, before: unknown, at: string, values: boolean): string[] {
  if (before === unknownValue || before === secretValue) return [];
  if (Array.isArray(now) && Array.isArray(before)) {
    if (now.length !== before.length) return [`${at}: ${now.length}, recorded ${before.length}`];
    return now.flatMap((each, index) => differ(each, before[index], `${at}[${index}]`, values));
  }
  if (isMap(now) && isMap(before)) {
    // A provider's own version and internals are the engine's to add.
    const defaults = new Set([
      ...["__defaults", "__internal", "version"],
      ...((before.__defaults ?? []) as string[]),
    ]);
    const keys = Object.keys(before).filter((key) => !defaults.has(key));
    const present = Object.keys(now).filter((key) => now[key] !== undefined);
    return [...new Set([...keys, ...present])].flatMap((key) => {
      if (before[key] === unknownValue) return [];
      if (!present.includes(key)) return [`${at}.${key} is recorded, and is declared no more`];
      if (!(key in before)) return [`${at}.${key} is declared, and not recorded`];
      return differ(now[key], before[key], `${at}.${key}`, values);
    });
  }
  if (isMap(now) !== isMap(before)) return [`${at} is of another kind`];
  if (!values || String(now) === String(before)) return [];
  return [`${at} is ${JSON.stringify(now)}, recorded ${JSON.stringify(before)}`];
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function compare(now: Registered[], before: Registered[], values: boolean): string[] {
  const byName = (list: Registered[]) =>
    Object.fromEntries(list.map(({ type, name, inputs }) => [`${type} ${name}`, inputs]));
  return differ(byName(now), byName(before), "", values);
}

const sides = cases
  .filter(({ name }) => name !== "invalid" && name !== "deployed-refused")
  .flatMap(({ name, deployed, base, head, secrets }) => [
    ...[{ name, side: "base", deployed, config: { ...recorded, ...base, ...secret(secrets) } }],
    ...[
      {
        name,
        side: "head",
        deployed,
        config: { ...recorded, ...base, ...head, ...secret(secrets) },
      },
    ],
  ]);

function secret(secrets: { key: string; head: string } | undefined): object {
  return secrets ? { [secrets.key]: secrets.head } : {};
}

test.each(sides)("$name, $side, is what the program declares", async (each) => {
  const { name, side, deployed, config } = each;
  // What is deployed has values of its own, such as ids.
  expect(compare(await declaredOnce(config), recording(name, side), !deployed)).toEqual([]);
});

test("docs/drift-role.yaml lets a look for drift read every kind of object that is declared, and no other", async () => {
  const declaration = await declared({
    ...{
      target: "kubernetes",
      brokers: 3,
      zookeepers: 3,
      kafkaUiUser: "ana",
      kafkaUiPassword: "p",
    },
  });
  const kinds = declaration.flatMap(({ type }) => {
    const [, group = "", kind = ""] = /^kubernetes:([^/]+)\/[^:]+:(\w+)$/.exec(type) ?? [];
    const plural = `${kind.toLowerCase()}s`.replace(/ys$/, "ies");
    return kind === "" ? [] : [`${group === "core" ? "" : group.replace(/\..*$/, "")}/${plural}`];
  });
  const documents = parseAllDocuments(
    readFileSync(path.join(root, "docs/drift-role.yaml"), "utf8"),
  );
  const role = documents.map((each) => each.toJS() as Role).find(({ kind }) => kind === "Role");
  const readable = role?.rules.flatMap(({ apiGroups, resources, verbs }) => {
    if (resources.includes("pods/portforward")) return [];
    expect(verbs).toEqual(["get"]);
    return resources.map((each) => `${apiGroups[0]?.replace(/\..*$/, "")}/${each}`);
  });
  expect(readable?.sort()).toEqual([...new Set(kinds)].sort());
});

interface Role {
  readonly kind: string;
  readonly rules: readonly Record<"apiGroups" | "resources" | "verbs", string[]>[];
}
