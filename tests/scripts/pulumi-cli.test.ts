import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { rmSync, utimesSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { dependencies } from "../../package.json";
import type * as PulumiCli from "../../scripts/setup/pulumi-cli";
import type * as Reachable from "../../scripts/setup/reachable";

const version = dependencies["@pulumi/pulumi"];
const folder = mkdtempSync(path.join(tmpdir(), "pulumi-cli-test-"));
const requests: string[] = [];
const server = createServer((request, response) => {
  requests.push(request.url ?? "");
  if (request.url?.endsWith(".tar.gz")) response.end(readFileSync(archive));
  else response.writeHead(404).end();
});
const archive = path.join(folder, "release.tar.gz");
const plainPath = (process.env.PATH ?? "")
  .split(":")
  .filter((each) => !existsSync(path.join(each, "pulumi")))
  .join(":");
let cli: typeof PulumiCli;
let reachable: typeof Reachable;

beforeAll(async () => {
  makeCommands("release/pulumi", version);
  execFileSync("tar", ["-czf", archive, "-C", path.join(folder, "release"), "pulumi"]);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  process.env.KAFKA_PLATFORM_PULUMI_RELEASES = `http://127.0.0.1:${port()}/sdk`;
  process.env.KAFKA_PLATFORM_CACHE = path.join(folder, "cache");
  process.env.PATH = plainPath;
  cli = await import("../../scripts/setup/pulumi-cli");
  reachable = await import("../../scripts/setup/reachable");
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

test("the official release is downloaded once", async () => {
  const first = await cli.pulumiCli(() => undefined);
  expect(first.taken).toBe(`${version}, official`);
  expect(execFileSync(path.join(first.value, "pulumi")).toString()).toBe(`v${version}\n`);
  expect(requests.at(-1)).toBe(
    `/sdk/pulumi-v${version}-${process.platform}-${process.arch}.tar.gz`,
  );

  const count = requests.length;
  const second = await cli.pulumiCli(() => undefined);
  expect(second).toEqual({ taken: `${version}, official, from the cache`, value: first.value });
  expect(requests).toHaveLength(count);
});

test.each([
  ["is taken where it is recent enough", "3.200.0", "3.200.0 on the PATH"],
  ["is not taken where it is too old", "3.199.9", `${version}, official, from the cache`],
])("the command on the PATH %s", async (_what, says, taken) => {
  process.env.PATH = `${makeCommands(`path-${says}`, says)}:${plainPath}`;
  expect((await cli.pulumiCli(() => undefined)).taken).toBe(taken);
});

test("the command on the PATH is not taken without its Node.js language host", async () => {
  const alone = makeCommands("alone", "3.300.0");
  rmSync(path.join(alone, "pulumi-language-nodejs"));
  process.env.PATH = `${alone}:${plainPath}`;
  expect((await cli.pulumiCli(() => undefined)).taken).toBe(`${version}, official, from the cache`);
});

test("a host out of reach is asked again after a day, not before", async () => {
  const unused = createServer();
  await new Promise<void>((resolve) => unused.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(unused.address() as AddressInfo).port}`;
  await new Promise((resolve) => unused.close(resolve));
  expect(await reachable.answers(`http://${host}`)).toBe(false);
  expect(reachable.isKnownUnreachable(host)).toBe(true);

  const note = path.join(folder, "cache/unreachable", host.replace(":", "_"));
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
  utimesSync(note, hoursAgo(23), hoursAgo(23));
  expect(reachable.isKnownUnreachable(host)).toBe(true);
  utimesSync(note, hoursAgo(25), hoursAgo(25));
  expect(reachable.isKnownUnreachable(host)).toBe(false);
});

test("the modules of the offline build have the version of the npm package", () => {
  const module = readFileSync(path.join(__dirname, "../../offline/pulumi/cli/go.mod"), "utf8");
  expect(module).toContain(`github.com/pulumi/pulumi/pkg/v3 v${version} `);
});

/** Commands that say a version: what matters here is which of them is found. */
function makeCommands(name: string, says: string): string {
  const where = path.join(folder, name);
  mkdirSync(where, { recursive: true });
  for (const command of ["pulumi", "pulumi-language-nodejs"]) {
    writeFileSync(path.join(where, command), `#!/bin/sh\necho v${says}\n`);
    chmodSync(path.join(where, command), 0o755);
  }
  return where;
}

function port(): number {
  return (server.address() as AddressInfo).port;
}
