import { containerProperties } from "../../offline/stand-ins/docker/container/properties";
import { formatDuration, parseDuration } from "../../offline/stand-ins/docker/duration";
import { network } from "../../offline/stand-ins/docker/network";
import { remoteImage } from "../../offline/stand-ins/docker/remote-image";
import { checkInputs } from "../../offline/stand-ins/docker/schema/check";
import { detailedDiff } from "../../offline/stand-ins/docker/schema/detailed-diff";
import { refreshedInputs } from "../../offline/stand-ins/docker/schema/inputs-from-state";
import { planCreate } from "../../offline/stand-ins/docker/schema/plan";
import { volume } from "../../offline/stand-ins/docker/volume";
import { unknown, type Properties } from "../../provider/sdk/value";
import { recordedStables } from "./replay/recording";

const container: Properties = { name: "c", image: "i" };

function check(table: typeof containerProperties, news: Properties, olds: Properties = {}) {
  return checkInputs(table, {
    urn: "urn:pulumi:s::p::t::r",
    type: "t",
    name: "r",
    news,
    olds,
    randomSeed: Buffer.from("seed"),
    signal: new AbortController().signal,
  });
}

/** The diff between a container made from one set of inputs and another set. */
function diff(before: Properties, after: Properties) {
  const prior = planCreate(containerProperties, { ...container, ...before });
  return detailedDiff(containerProperties, prior, { ...container, ...after });
}

describe("durations", () => {
  test.each([
    ["0", 0, "0s"],
    ["100ms", 1e8, "100ms"],
    ["1000ms", 1e9, "1s"],
    ["1.5s", 1.5e9, "1.5s"],
    ["90s", 90e9, "1m30s"],
    ["1h", 3600e9, "1h0m0s"],
  ])("%s", (text, nanoseconds, written) => {
    expect(parseDuration(text)).toBe(nanoseconds);
    expect(formatDuration(nanoseconds)).toBe(written);
  });

  test.each(["soon", "", "5", "1s x"])("'%s' is none", (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe("checks", () => {
  test.each([
    ["a restart policy", { restart: "sometimes" }, "'sometimes' doesn't match the pattern"],
    ["a limit", { cpuShares: -1 }, "'-1' cannot be lower than 0"],
    ["a duration", { healthcheck: { interval: "-1s" } }, "duration must not be negative"],
    ["a property that cannot be set", { mounts: [{ target: "/x" }] }, "'mounts' is not supported"],
    ["an output", { bridge: "b" }, "'bridge' is not supported"],
    [
      "an unknown nested property",
      { ports: [{ internal: 1, colour: 2 }] },
      "Invalid or unknown key",
    ],
  ])("refuses %s", (_what, inputs: Properties, reason) => {
    const { failures } = check(containerProperties, { ...container, ...inputs });
    expect(failures.map((failure) => failure.reason)).toEqual([expect.stringContaining(reason)]);
  });

  test("a generated name stays", () => {
    const first = check(containerProperties, { image: "i" }).inputs;
    expect(first.name).toMatch(/^r-[0-9a-f]{7}$/);
    const kept = check(containerProperties, { image: "i" }, { ...first, name: "r-0000000" }).inputs;
    expect(kept.name).toBe("r-0000000");
  });

  test("an unknown value passes", () => {
    const { inputs, failures } = check(containerProperties, { ...container, memory: unknown });
    expect(failures).toEqual([]);
    expect(inputs.memory).toBe(unknown);
  });
});

describe("what a change does to a container", () => {
  test.each([
    ["nothing", {}, {}, {}],
    ["an unknown image", {}, { image: unknown }, { image: "update-replace" }],
    [
      "an unknown network",
      { networksAdvanced: [{ name: "a" }] },
      { networksAdvanced: [{ name: unknown }] },
      { networksAdvanced: "update-replace" },
    ],
    [
      "an unknown variable",
      { envs: ["A=1"] },
      { envs: ["A=1", unknown] },
      { envs: "update-replace" },
    ],
    ["variables in another order", { envs: ["A=1", "B=2"] }, { envs: ["B=2", "A=1"] }, {}],
    [
      "a port less",
      {
        ports: [
          { internal: 1, external: 1 },
          { internal: 2, external: 2 },
        ],
      },
      { ports: [{ internal: 1, external: 1 }] },
      { "ports[1]": "delete-replace" },
    ],
    [
      "a host port left to Docker",
      { ports: [{ internal: 1, external: 7 }] },
      { ports: [{ internal: 1 }] },
      {},
    ],
    [
      "a log option less",
      { logOpts: { a: "1", b: "2" } },
      { logOpts: { a: "1" } },
      { "logOpts.b": "delete-replace" },
    ],
    [
      "an argument put first",
      { command: ["b"] },
      { command: ["a", "b"] },
      { "command[0]": "add-replace" },
    ],
    ["no user any more", { user: "u" }, {}, {}],
    ["no tmpfs any more", { tmpfs: { "/a": "" } }, {}, { tmpfs: "delete" }],
  ] as [string, Properties, Properties, Record<string, string>][])(
    "%s",
    (_what, before, after, expected) => {
      expect(diff(before, after)).toEqual(expected);
    },
  );
});

test("a refresh keeps the program's form of what has not changed", () => {
  const inputs = {
    __defaults: ["mustRun"],
    mustRun: true,
    envs: ["B=2", "A=1"],
    tmpfs: { "/a": "x" },
  };
  const outputs = { mustRun: false, envs: ["A=1", "B=2"], tmpfs: { "/a": "x" } };
  expect(refreshedInputs(containerProperties, inputs, outputs)).toEqual({
    __defaults: [],
    mustRun: false,
    envs: ["A=1", "B=2"],
    tmpfs: { "/a": "x" },
  });
});

test.each([
  ["docker:index/container:Container", containerProperties],
  ["docker:index/network:Network", network.properties],
  ["docker:index/remoteImage:RemoteImage", remoteImage.properties],
  ["docker:index/volume:Volume", volume.properties],
])("the properties of %s that no update changes are the recorded ones", (type, table) => {
  const recorded = recordedStables()[type] ?? [];
  const replacing = Object.keys(table).filter((name) => table[name]?.replace);
  // The recordings hold those that came up in a diff of theirs: cluster is newer than all of them.
  expect(replacing.filter((name) => name !== "cluster").sort()).toEqual(recorded);
});
