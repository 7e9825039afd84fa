import { execFileSync } from "node:child_process";
import { chosen } from "../../../bench/contenders/all";
import { composeFile } from "../../../bench/contenders/compose-file";
import { runScript } from "../../../bench/contenders/run-script";
import { declaredContainers } from "../../../bench/declared/containers";
import { declaredManifests } from "../../../bench/declared/manifests";
import { benchOptions } from "../../../bench/options";
import { platformSettings } from "../../../bench/platform";

const settings = platformSettings({
  namePrefix: "one-",
  brokers: 2,
  kafkaUi: false,
  retainData: false,
  topics: [{ name: "a.b", partitions: 2 }],
});

test("the others get what the program declares", async () => {
  const { network, zooKeepers, brokers } = await declaredContainers(settings);
  expect(network).toBe("one-kafka-platform");
  expect(zooKeepers.map(({ name, image }) => [name, image])).toEqual([
    ["one-zookeeper", "confluentinc/cp-zookeeper:7.5.0"],
  ]);
  expect(brokers.map(({ name, image }) => [name, image])).toEqual([
    ["one-kafka", "confluentinc/cp-kafka:7.5.0"],
    ["one-kafka-2", "confluentinc/cp-kafka:7.5.0"],
  ]);
});

test("Compose's file has the same settings, and a $ that Compose leaves alone", async () => {
  const declared = await declaredContainers(settings);
  const { services, volumes } = composeFile(declared) as {
    services: Record<string, Record<string, unknown>>;
    volumes: object;
  };
  const [first] = declared.brokers;
  expect(Object.keys(services)).toEqual(["zookeeper", "kafka", "kafka-2"]);
  expect(services.kafka).toMatchObject({
    image: first?.image,
    environment: first?.envs,
    ports: ["127.0.0.1:29092:29092"],
    volumes: ["one-kafka-data:/var/lib/kafka/data"],
    depends_on: { zookeeper: { condition: "service_healthy" } },
    stop_grace_period: "60s",
    cap_drop: ["ALL"],
  });
  const { test } = services.kafka?.healthcheck as { test: string[] };
  expect(test.map((word) => word.replaceAll("$$", "$"))).toEqual(first?.healthcheck.tests);
  expect(test.join(" ")).toContain("$$(head");
  expect(Object.keys(volumes)).toHaveLength(4);
});

test("the script of docker run hands every setting over as it is", async () => {
  const declared = await declaredContainers(settings);
  // A docker that prints its words, and a check that is passed at once.
  const stub = `docker() { if [ "$1" = inspect ]; then echo healthy; else printf '%s\\0' "$@" END; fi; }`;
  const printed = execFileSync("sh", ["-c", `${stub}\n${runScript(declared)}`], {
    encoding: "utf8",
  });
  const calls = printed.split("\0END\0").map((call) => call.split("\0"));
  const [first] = declared.brokers;
  const call = calls.find((words) => words.includes("--name=one-kafka"));
  expect(call?.filter((word) => word.startsWith("--env="))).toEqual(
    first?.envs.map((each) => `--env=${each}`),
  );
  expect(call).toContain("--publish=127.0.0.1:29092:29092");
  expect(call).toContain("--network-alias=kafka");
  const command = first?.command ?? [];
  expect(command).not.toEqual([]);
  expect(call?.slice(-1 - command.length)).toEqual([first?.image, ...command]);
});

test("kubectl gets the objects that the program declares, the namespace first", async () => {
  const manifests = await declaredManifests({ ...settings, namespace: "lab" });
  expect(manifests[0]).toMatchObject({ kind: "Namespace", metadata: { name: "lab" } });
  expect(manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(
    expect.arrayContaining(["StatefulSet zookeeper", "StatefulSet kafka", "Service kafka"]),
  );
});

test.each([
  [[], false, 9],
  [[], true, 13],
  [["scale"], false, 3],
  [["scale-topics"], false, 1],
  [["docker-run"], false, 2],
  [["kube", "compose-1"], true, 5],
])("--only %j, with a cluster: %s", (only, hasCluster, count) => {
  expect(chosen(only, hasCluster)).toHaveLength(count);
});

test.each([
  [["--only", "podman"], "There is no contender podman. They are: pulumi-docker-1, "],
  [["--only", "kubectl"], "These need a Kubernetes cluster"],
  [["--rounds", "0"], "--rounds is 0; must be a whole number from 1."],
  [["--round", "1"], "Usage: make bench"],
])("%j is refused", (args, message) => {
  expect(() => chosen(benchOptions(args).only, false)).toThrow(message);
});
