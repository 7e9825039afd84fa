import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { parse } from "yaml";
import { openKafka, withAdmin } from "../../kafka/connections/kafka";
import { keepWritten } from "../../common/written";
import { attempt, docker, run } from "./support/command";
import { type EngineElsewhere, engineBySsh, engineByTcp } from "./support/engine-elsewhere";
import { freePorts, runs, TestStack } from "./support/stack";

// What goes wrong on a person's machine: one clear message, and a state from which the next command works.
let stack: TestStack;

beforeAll(async () => {
  stack = await TestStack.create("e2e-fail", {
    kafkaUi: false,
    smokeTestMessages: 10,
    retainData: false,
  });
});

afterAll(() => stack.remove());

/** A number as it stands in a file without quotes. */
function unquoted(text: string): unknown {
  return parse(text, keepWritten);
}

async function expectRefused(
  command: string[],
  environment: NodeJS.ProcessEnv,
  ...messages: string[]
) {
  const result = await stack.attempt(command, environment);
  expect(result.status).not.toBe(0);
  for (const message of messages) expect(result.output).toContain(message);
  expect(result.output).not.toMatch(/\n\s+at .*\.ts:\d+/);
}

test("a wrong configuration fails at preview with every problem, and nothing is deployed", async () => {
  const before = { brokerPort: stack.get("brokerPort"), brokerImage: stack.get("brokerImage") };
  stack.configure({
    brokerPort: stack.get("zookeeperPort"),
    brokerImage: "",
    // Pulumi checks no types, and reads the first as 42798 and the second as it is.
    createNamespace: "yes",
    kafkaUiUser: "ana",
    kafkaUiPassword: unquoted("0123456"),
    brokerSettings: {
      "log.retention.bytes": unquoted("9223372036854775807"),
      "log.cleaner.min.compaction.lag.ms": 6,
      "log.cleaner.max.compaction.lag.ms": 5,
    },
    topics: [
      {
        name: "a b",
        partitions: 1,
        replicationFactor: 2,
        config: { "retention.ms": unquoted("-9223372036854775807"), retention: 1 },
      },
    ],
  });
  await expectRefused(
    ["preview"],
    {},
    "The configuration has 9 problems; nothing was changed.",
    "kafka-platform:createNamespace is yes; must be true or false",
    "kafka-platform:kafkaUiPassword is not quoted, and YAML reads it as a different text; quote it (config.yaml:",
    "kafka-platform:brokerImage is empty",
    'kafka-platform:brokerSettings["log.cleaner.min.compaction.lag.ms"] is 6; must be at most log.cleaner.max.compaction.lag.ms, 5,',
    "kafka-platform:topics[0].name is a b; must have",
    'kafka-platform:topics[0].config["retention.ms"] is -9223372036854775807; must be',
    "kafka-platform:topics[0].config.retention is not a topic setting",
    "kafka-platform:topics[0].replicationFactor is 2; must be at most the number of brokers, 1",
    "kafka-platform:brokerPort uses host port",
  );
  expect(await stack.containers()).toEqual([]);
  const none = {
    createNamespace: undefined,
    kafkaUiUser: undefined,
    kafkaUiPassword: undefined,
    brokerSettings: undefined,
  };
  stack.configure({ ...before, ...none, topics: [] });
});

test("a Java heap that the engine has no room for is refused at preview", async () => {
  const [bytes] = await docker("info", "--format", "{{.MemTotal}}");
  const memory = Math.floor(Number(bytes) / 2 ** 20);
  const before = stack.get("brokerHeapMiB");
  stack.configure({ brokerHeapMiB: 65536 });
  const { output } = await stack.attempt(["preview"]);
  const refusal = `kafka-platform:brokerHeapMiB is 65536; must be less than the memory of the Docker engine, ${memory} MiB`;
  expect(output.includes(refusal)).toBe(memory <= 65536);
  stack.configure({ brokerHeapMiB: before });
});

test("without a Docker engine the message says so", async () => {
  const nowhere = { DOCKER_HOST: "unix:///nowhere/docker.sock" };
  await expectRefused(
    ["preview"],
    nowhere,
    "No Docker engine answers at unix:///nowhere/docker.sock",
  );
});

test("a command that is killed while it waits for an engine leaves no process behind", async () => {
  // It takes connections, and never answers.
  const server = await listen(0);
  const asked = once(server, "connection");
  const { port } = server.address() as AddressInfo;
  const processes = await stack.killAlone(["preview", "--non-interactive"], {
    environment: { DOCKER_HOST: `tcp://127.0.0.1:${port}` },
    when: asked,
  });
  const killed = Date.now();
  const left = () => processes.filter(({ command }) => /^\S*\/node /.test(command)).filter(runs);
  expect(left()).not.toEqual([]);
  while (left().length > 0 && Date.now() - killed < 60_000) await pause(50);
  console.log(`the program ended ${Date.now() - killed} ms after its killed command`);
  const stayed = left();
  // Pulumi's own language host asks after its engine every five minutes.
  for (const { pid } of processes.filter(runs)) process.kill(pid, "SIGKILL");
  server.close();
  expect(stayed).toEqual([]);
});

describe("a busy host port", () => {
  test("of a process is named before anything is touched", async () => {
    const port = stack.get("brokerPort") as number;
    const server = await listen(port);
    await expectRefused(
      ["up", "--yes", "--skip-preview"],
      {},
      `kafka-platform:brokerPort uses host port ${port}, but 127.0.0.1:${port} is in use, by another process or by a connection`,
    );
    expect(await stack.containers()).toEqual([]);
    await new Promise((resolve) => server.close(resolve));
  });

  test("of a container is named before anything is touched", async () => {
    const port = await freePorts(1);
    const image = String(stack.get("zookeeperImage"));
    const name = `${stack.prefix}other`;
    await docker(
      ...["run", "--detach", "--rm", "--name", name, "--publish", `127.0.0.1:${port}:80`],
      ...["--entrypoint", "sleep", image, "300"],
    );
    const before = stack.get("zookeeperPort");
    stack.configure({ zookeeperPort: port });
    await expectRefused(
      ["preview"],
      {},
      `kafka-platform:zookeeperPort uses host port ${port}, but container ${name} publishes it`,
    );
    await docker("rm", "--force", "--volumes", name);
    stack.configure({ zookeeperPort: before });
  });
});

test("Ctrl-C while the cluster is waited for ends the command in seconds, and the next up works", async () => {
  const broker = `${stack.prefix}kafka`;
  let isPaused = false;
  const { status, output, seconds } = await stack.interrupt(
    ["up", "--yes", "--skip-preview", "--non-interactive"],
    async (printed) => {
      isPaused ||= (await attempt("docker", ["pause", broker])).status === 0;
      if (!isPaused || !/kafka:Cluster \S+ creating/.test(printed)) return false;
      // Pulumi prints this just before it asks the provider, which would otherwise be cancelled before it waits.
      await pause(1000);
      return true;
    },
  );
  console.log(`up ended ${seconds.toFixed(1)} s after Ctrl-C`);
  await docker("unpause", broker);
  expect(status).not.toBe(0);
  expect(output).toMatch(/The wait for the Kafka cluster at localhost:\d+ was cancelled: /);
  expect(output).toContain("What runs keeps running; `pulumi up` continues from there.");
  await stack.up();
});

test("a broker that ends again and again fails the up with the last lines of its log", async () => {
  stack.configure({ brokerSettings: { "authorizer.class.name": "no.such.Authorizer" } });
  const { status, output, seconds } = await stack.attempt(["up", "--yes", "--skip-preview"]);
  stack.configure({ brokerSettings: undefined });
  console.log(`a broker that crashes was told of after ${seconds.toFixed(1)} s`);
  expect(status).not.toBe(0);
  expect(output).toMatch(
    /Container \S+-kafka ended with exit code 1, \d+ times so far, after waiting 3\d s for its restarts to stop/,
  );
  expect(output).toMatch(/Its log ends with:\n[^]*no\.such\.Authorizer/);
});

test("an image that cannot be had fails with its name, and the next up works", async () => {
  const image = stack.get("brokerImage");
  stack.configure({ brokerImage: "registry.invalid/no/such-image:1" });
  await expectRefused(
    ["up", "--yes", "--skip-preview"],
    {},
    "unable to pull image registry.invalid/no/such-image:1",
  );
  stack.configure({ brokerImage: image });
  await stack.up();
});

test("a smoke test that fails fails the up with its step, and the next up works", async () => {
  const limit = async (...change: string[]) =>
    docker(
      ...["exec", `${stack.prefix}kafka`, "kafka-configs", "--bootstrap-server", "kafka:9092"],
      ...["--alter", "--entity-type", "topics", "--entity-name", "kafka-platform.smoke.tested"],
      ...change,
    );
  await limit("--add-config", "max.message.bytes=100");
  // A changed test runs again.
  stack.configure({ smokeTestMessages: 20 });
  await expectRefused(
    ["up", "--yes", "--skip-preview"],
    {},
    "Smoke test failed at step 'produce':",
    "Check the connection to the broker that leads the partition",
  );
  await limit("--delete-config", "max.message.bytes");
  await stack.up();
  expect(await stack.outputs()).toMatchObject({ smokeTest: { produced: 20, consumed: 20 } });
});

describe("an engine elsewhere", () => {
  let other: TestStack;
  const ways: EngineElsewhere[] = [];

  beforeAll(async () => {
    other = await TestStack.create("e2e-elsewhere", {
      kafkaUi: false,
      smokeTest: false,
      retainData: false,
      topics: [{ name: "a.b.elsewhere", partitions: 1 }],
    });
    ways.push(await engineByTcp(), await engineBySsh());
  });

  afterAll(async () => {
    await other.remove();
    for (const way of ways) way.close();
  });

  test("is refused, by SSH, ports that this machine does not reach; others are planned", async () => {
    const [, ssh] = ways;
    other.setEnvironment({ DOCKER_HOST: ssh?.address });
    const { status, output } = await other.attempt(["preview"]);
    expect(status).not.toBe(0);
    expect(output).toContain("The configuration has 2 problems; nothing was changed.");
    expect(output).toContain(
      `kafka-platform:publishAddress is 127.0.0.1, but DOCKER_HOST is ${ssh?.address}: the ports would be open only on the loopback address of 127.0.0.1`,
    );
    expect(output).toContain(
      `kafka-platform:advertisedHost is localhost, but DOCKER_HOST is ${ssh?.address}: this machine and every client would each look`,
    );
    expect(ssh?.connections()).toBe(0);
    other.configure({ publishAddress: "192.0.2.7", advertisedHost: "192.0.2.7" });
    const steps = await other.plan();
    expect(steps).toContainEqual({
      ...{ operation: "create", name: "platform-kafka" },
      type: "docker:index/container:Container",
    });
    expect(ssh?.connections()).toBeGreaterThan(0);
  });

  test("by TCP: whatever answers in place of its brokers is told from them, and gets no topic", async () => {
    const [tcp] = ways;
    // To this engine's 127.0.0.2, as to another machine's loopback, nothing leads: 127.1 is 127.0.0.1, where the first
    // stack's broker has the port.
    other.configure({
      ...{ publishAddress: "127.0.0.2", advertisedHost: "127.1" },
      brokerPort: stack.get("brokerPort"),
    });
    other.setEnvironment({ DOCKER_HOST: tcp?.address });
    const { clusterId } = await stack.outputs();
    const { status, output, seconds } = await other.attempt(["up", "--yes", "--skip-preview"]);
    console.log(`another cluster was told after ${seconds.toFixed(1)} s`);
    expect(status).not.toBe(0);
    expect(output).toContain(
      `The cluster that answers at 127.1:${Number(stack.get("brokerPort"))} has the id ${String(clusterId)}, but the one in this stack's containers has `,
    );
    expect(await other.containers()).toEqual(["kafka", "zookeeper"]);
    const topics = await withAdmin(await openKafka(stack.connection), (admin) =>
      admin.listTopics(),
    );
    expect(topics).not.toContain("a.b.elsewhere");
    // By an address that leads to them, the brokers themselves are found.
    other.configure({ advertisedHost: "127.0.0.2" });
    await other.up();
    const own = (await other.outputs()).clusterId;
    expect(own).not.toBe(clusterId);
    expect(tcp?.connections()).toBeGreaterThan(0);
    // A later change is held against the containers too, before any of them is touched.
    const running = () => docker("ps", "--quiet", "--no-trunc", "--filter", `name=${other.prefix}`);
    const before = await running();
    other.configure({ advertisedHost: "127.1", topics: [{ name: "a.b.later", partitions: 1 }] });
    const later = await other.attempt(["up", "--yes", "--skip-preview"]);
    expect(later.status).not.toBe(0);
    expect(later.output).toContain(
      `has the id ${String(clusterId)}, but the one in this stack's containers has ${String(own)}: something else is at that address`,
    );
    expect(later.output).toMatch(/^ *Nothing was changed\.$/m);
    expect(await running()).toEqual(before);
    expect(
      await withAdmin(await openKafka(stack.connection), (admin) => admin.listTopics()),
    ).not.toContain("a.b.later");
  });
});

test("a destroy with a container of others on the network is refused before anything is removed", async () => {
  const other = `${stack.prefix}guest`;
  const image = String(stack.get("zookeeperImage"));
  await docker(
    ...["run", "--detach", "--rm", "--name", other, "--network", `${stack.prefix}kafka-platform`],
    ...["--entrypoint", "sleep", image, "300"],
  );
  const { status, output } = await stack.make("scripts/stack/destroy.ts");
  expect({ status, output }).toMatchObject({ status: 1 });
  expect(output).toContain(
    `could not be removed: ${other}. If they are its pipelines, run \`make pipelines-destroy STACK=e2e-fail\`; stop others`,
  );
  expect(await stack.containers()).toEqual(["guest", "kafka", "zookeeper"]);
  await docker("rm", "--force", "--volumes", other);
});

test("a state that was lost is told from a new stack, by up and by recover, and dropping it touches nothing", async () => {
  const running = () => docker("ps", "--quiet", "--no-trunc", "--filter", `name=${stack.prefix}`);
  const before = await running();
  const dropped = await stack.make("scripts/stack/drop.ts");
  expect(dropped.output).toContain("`make drop STACK=e2e-fail YES=e2e-fail` to confirm");
  stack.setEnvironment({ YES: "e2e-fail" });
  expect(await stack.make("scripts/stack/drop.ts")).toMatchObject({ status: 0 });
  await stack.init();
  const names = ["kafka", "zookeeper"].map((name) => `${stack.prefix}${name}`);
  const network = `${stack.prefix}kafka-platform`;
  const removal =
    `docker stop -t 60 ${names.join(" ")} && docker rm --volumes ${names.join(" ")} && ` +
    `docker network rm ${network}`;
  const told = [
    "the state of the stack e2e-fail contains no platform, but there are " +
      `${names.map((name) => `container ${name} (of stack e2e-fail)`).join(", ")}, network ${network}`,
    `\`make up STACK=e2e-fail\` takes over with every message: ${removal}`,
    "then its data with `make remove-data STACK=e2e-fail`",
  ];
  await expectRefused(["preview"], {}, ...told);
  await expectRefused(["up", "--yes", "--skip-preview"], {}, ...told);
  const recovered = await stack.make("scripts/stack/recover/main.ts");
  expect(recovered.status).not.toBe(0);
  for (const text of told) expect(recovered.output).toContain(text);
  // These do not run the program.
  const asASentence = told.map((text) => text.replace(/^the state/, "The state"));
  for (const script of ["scripts/stack/destroy.ts", "scripts/stack/status.ts"]) {
    const { status, output } = await stack.make(script);
    expect({ script, status, output }).toMatchObject({ script, status: 1 });
    for (const text of asASentence) expect(output).toContain(text);
  }
  const inUse = await stack.make("scripts/stack/remove-data/main.ts");
  expect(inUse.output).toContain("It is in use: volume");
  expect(await running()).toEqual(before);
  // What the message says takes it over, with every message. An empty variable is none.
  stack.setEnvironment({ DOCKER_HOST: "" });
  await run("sh", ["-c", removal]);
  await stack.up();
});

test.each<[string, number | undefined, string]>([
  ["that was killed", undefined, "`make recover STACK=e2e-fail` unlocks it"],
  ["that runs", process.pid, "Another update of this stack is in progress"],
])("a destroy that is locked by an update %s says what to do", async (_what, pid, told) => {
  const unlock = stack.lock(pid ?? 2 ** 22 + 1);
  try {
    const { status, output } = await stack.make("scripts/stack/destroy.ts");
    expect(status).not.toBe(0);
    expect(output).toContain("the stack is currently locked by 1 lock(s)");
    expect(output).toContain(told);
    expect(output).not.toContain("make drop");
    expect(await stack.containers()).toEqual(["kafka", "zookeeper"]);
  } finally {
    unlock();
  }
});

test("recover leaves a container of others alone that has the name of one that is missing", async () => {
  const name = `${stack.prefix}zookeeper`;
  await docker("rm", "--force", "--volumes", name);
  await docker("create", "--name", name, String(stack.get("zookeeperImage")));
  const [id] = await docker("inspect", "--format", "{{.Id}}", name);
  const { status, output } = await stack.make("scripts/stack/recover/main.ts");
  expect(status).not.toBe(0);
  expect(output).toContain(`The container ${name} is not labelled as this stack's, and is kept.`);
  expect(output).toContain(
    `namePrefix is "${stack.prefix}", and the engine has container ${name} under one of the platform's names, not created by`,
  );
  expect(await docker("inspect", "--format", "{{.Id}}", name)).toEqual([id]);
  await docker("rm", "--force", "--volumes", name);
});

test("destroy leaves nothing", async () => {
  await stack.pulumi("destroy", "--yes", "--skip-preview");
  expect(await stack.containers()).toEqual([]);
  expect(await stack.networks()).toEqual([]);
  expect(await stack.volumes()).toEqual([]);
});

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}
