import { readyHandler } from "../../provider/handlers/ready";
import { openEngine } from "../../targets/docker/open-engine";
import { waitUntilReady } from "../../targets/readiness/wait";
import type { WatchedContainers } from "../../targets/readiness/watched";
import { docker } from "./support/command";
import { TestStack } from "./support/stack";

// A container whose engine looks at its health once an hour: ready is who says so when asked.
let stack: TestStack;
let name: string;
const hour = 3_600e9;
const signal = new AbortController().signal;
const report = { status: () => undefined, info: () => undefined, warning: () => undefined };

beforeAll(async () => {
  stack = await TestStack.create("e2e-ready", {});
  name = `${stack.prefix}web`;
  await start(name, {
    Test: ["CMD", "test", "-e", "/tmp/ready"],
    Interval: hour,
    StartPeriod: hour,
  });
});

afterAll(async () => {
  const others = await docker("ps", "--all", "--quiet", "--filter", `name=${name}`);
  await docker("rm", "--force", "--volumes", ...others);
  await stack.remove();
});

async function start(container: string, check: object): Promise<void> {
  const created = await openEngine().createContainer({
    name: container,
    Image: String(stack.get("zookeeperImage")),
    Entrypoint: ["sleep", "300"],
    Healthcheck: check,
    HostConfig: { NetworkMode: "none" },
  });
  await created.start();
}

function watched(container = name): WatchedContainers {
  return { via: "docker", containers: [container], restartSeconds: 0 };
}

function waitFor(onlyFor?: WatchedContainers) {
  const seconds = { createSeconds: 1, updateSeconds: 1 };
  const inputs = { watched: watched(), instances: [], ...seconds, ...(onlyFor && { onlyFor }) };
  return readyHandler.apply(inputs, undefined, report, signal);
}

test("a container that does not pass its own check is not ready", async () => {
  await expect(waitUntilReady(watched(), 1, signal)).rejects.toThrow(
    `Not ready after 1 s: container ${name} is starting.`,
  );
});

test("a wait for the sake of replicas is one while any of them runs", async () => {
  expect(await waitFor(watched(`${name}-that-needs-it`))).toEqual({});
  await expect(waitFor(watched())).rejects.toThrow(/^Not ready after 1 s/);
});

test("a container that passes its check is ready before the engine's next look", async () => {
  await docker("exec", name, "touch", "/tmp/ready");
  await waitUntilReady(watched(), 30, signal);
  const [status] = await docker("inspect", "--format", "{{.State.Health.Status}}", name);
  expect(status).toBe("starting");
  expect(await waitFor(watched())).toEqual({});
});

test("a check that hangs is run once, and the message still says how the container is", async () => {
  const hanging = `${name}-hanging`;
  const second = 1e9;
  const times = { Interval: hour, Timeout: second, StartPeriod: hour };
  await start(hanging, { Test: ["CMD", "sleep", "200"], ...times });
  await expect(waitUntilReady(watched(hanging), 4, signal)).rejects.toThrow(
    `Not ready after 4 s: container ${hanging} is starting.`,
  );
  const { ExecIDs: runs } = await openEngine().getContainer(hanging).inspect();
  expect(runs).toHaveLength(1);
});

test("a check that cannot be run is quoted with what is wrong with it", async () => {
  const wrong = `${name}-wrong`;
  const second = 1e9;
  await start(wrong, { Test: ["CMD", "no-such-check"], Interval: second / 2, Retries: 1 });
  await expect(waitUntilReady(watched(wrong), 3, signal)).rejects.toThrow(
    /is unhealthy\.\n[^]*\nIts last health check failed:\n {4}.*no-such-check/,
  );
});
