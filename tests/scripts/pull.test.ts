import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type * as Pull from "../../scripts/setup/pull";
import type * as Reachable from "../../scripts/setup/reachable";

// The engine's own pulls, from a registry on loopback that fails in each way.
const root = path.join(__dirname, "../..");
const folder = mkdtempSync(path.join(tmpdir(), "pull-test-"));
const ping = (response: ServerResponse) => response.writeHead(200).end("{}");
const fail = (status: number, code: string, message: string) => (response: ServerResponse) => {
  response.setHeader("content-type", "application/json");
  response.writeHead(status).end(JSON.stringify({ errors: [{ code, message }] }));
};
let asked = 0;
let answer: (response: ServerResponse) => void = ping;
const registry = createServer(({ url }, response) => {
  if (url === "/v2/" && answer !== silent) ping(response);
  else {
    asked += 1;
    answer(response);
  }
});
const silent = () => undefined;
let [pull, reachable] = [] as unknown as [typeof Pull, typeof Reachable];

beforeAll(async () => {
  process.env.KAFKA_PLATFORM_CACHE = folder;
  await new Promise<void>((resolve) => registry.listen(0, "127.0.0.1", resolve));
  pull = await import("../../scripts/setup/pull");
  reachable = await import("../../scripts/setup/reachable");
});

afterAll(() => {
  registry.closeAllConnections();
  registry.close();
  rmSync(folder, { recursive: true, force: true });
});

const times = { silence: 1, answer: 3, pauses: [0.1, 0.1] };

async function pullFrom(host: string) {
  const retries: string[] = [];
  asked = 0;
  const problem = await pull.pull(
    `${host}/team/image:1`,
    silent,
    (each) => retries.push(each),
    times,
  );
  return { problem, retries };
}

const own = () => `127.0.0.1:${(registry.address() as AddressInfo).port}`;

test.each<[string, typeof answer, string, RegExp, number]>([
  ["a rate limit", fail(429, "TOOMANYREQUESTS", "slow down"), "passing", /toomanyrequests/, 2],
  [
    "an error of the registry",
    fail(503, "UNAVAILABLE", "later"),
    "passing",
    /503|later|unavailable/i,
    2,
  ],
  ["no answer", silent, "passing", /no answer in 3 s/, 2],
  ["a proxy that wants a login", (to) => to.writeHead(407).end(), "refused", /407|Proxy/, 0],
  [
    "an unknown tag",
    fail(404, "MANIFEST_UNKNOWN", "unknown"),
    "refused",
    /manifest unknown|not found/,
    0,
  ],
  ["a registry that wants a login", fail(403, "DENIED", "no"), "refused", /denied/, 0],
])("%s is no unreachable registry", async (_what, next, kind, message, tries) => {
  answer = next;
  const { problem, retries } = await pullFrom(own());
  expect(problem).toEqual({ kind, message: expect.stringMatching(message) as unknown });
  expect(retries).toHaveLength(tries);
  expect(asked).toBeGreaterThan(tries);
});

test("a port where nobody listens and a name that nobody knows are out of reach", async () => {
  const unused = createServer();
  await new Promise<void>((resolve) => unused.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(unused.address() as AddressInfo).port}`;
  await new Promise((resolve) => unused.close(resolve));
  for (const each of [host, "registry.invalid"]) {
    const { problem, retries } = await pullFrom(each);
    expect(problem).toMatchObject({ kind: "unreachable" });
    expect(retries).toEqual([]);
  }
});

/** The set-up of the images with an engine that has none and says this of every pull. */
function setUp(said: string, environment: NodeJS.ProcessEnv = {}): Promise<string> {
  const bin = path.join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  const script = `#!/bin/sh\ncase $1 in pull) echo '${said}' >&2;; info) exit 0;; esac\nexit 1\n`;
  writeFileSync(path.join(bin, "docker"), script);
  chmodSync(path.join(bin, "docker"), 0o755);
  const program = `
    const { images } = require("./scripts/setup/images");
    const config = {
      kafkaUi: "false",
      brokerImage: "confluentinc/cp-kafka:7.5.0",
      zookeeperImage: "confluentinc/cp-zookeeper:7.5.0",
    };
    const { platform: project } = require("./scripts/setup/project");
    images({ get: (key) => config[key], project }, () => undefined)
      .then(() => console.log("replaced"), (error) => console.log(error.message));`;
  const env = { ...process.env, ...environment, PATH: `${bin}:${process.env.PATH}` };
  const args = ["--require", "sucrase/register/ts", "-e", program];
  return new Promise((resolve) => {
    execFile("node", args, { cwd: root, env }, (_error, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });
}

test("official images are replaced neither silently nor for a day where the registry said no", async () => {
  const said = "Error response from daemon: manifest unknown: manifest unknown";
  const { mayInstall } = await import("../../scripts/setup/places");
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const output = await setUp(said);
    expect(output).toMatch(
      /^The image confluentinc\/cp-\w+:7\.5\.0 of kafka-platform:\w+ is not available: Error response from daemon: manifest/,
    );
    // The advice is for a machine on which it can work.
    expect(output.includes("IMAGES=build")).toBe(mayInstall());
  }
  expect(existsSync(path.join(folder, "unreachable"))).toBe(false);
  expect(await setUp(said, { IMAGES: "bild" })).toContain("IMAGES=bild: it must be build");
});

test("a web host that takes the connection and is silent is asked again the next time", async () => {
  answer = silent;
  expect(await reachable.answers(`http://${own()}/v2/x`)).toBe(false);
  expect(reachable.isKnownUnreachable(own())).toBe(false);
});
