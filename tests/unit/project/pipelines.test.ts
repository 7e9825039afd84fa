import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { connectTopics } from "../../../pipelines/components/connect";
import { packages } from "../../../pipelines/components/spark-job";
import { refuseMissingTopics } from "../../../pipelines/program/topics";
import { readSettings as readPipelines } from "../../../pipelines/settings";
import { parts } from "../../../pipelines/settings/parts";
import { pipelineStandIns, standInFor } from "../../../scripts/setup/stand-ins";
import { readSettings } from "../../../settings";
import { pipelinesConfig, stackConfig } from "../support/project-config";

// What is written in two places of the pipelines, because two programs read it.

const read = (file: string) => readFileSync(path.join(__dirname, "../../..", file), "utf8");

const images = [...new Set(parts.map(({ image }) => image))];

test.each(images)(
  "the default of %s has a stand-in: change scripts/setup/stand-ins.ts and offline/pipelines/ together with pipelines/Pulumi.yaml",
  (key) => {
    const standIn = standInFor(pipelinesConfig()[key] ?? "");
    expect(standIn?.image).toMatch(/^kafka-lab\//);
    expect(pipelineStandIns).toContain(standIn);
  },
);

/** The packages that requirements of pip pin, with their versions. */
function pinned(file: string): Record<string, string> {
  const pins = [...read(file).matchAll(/^([\w.-]+)(?:\[[\w,]+\])?==([^\s\\;]+)/gm)];
  return Object.fromEntries(pins.map(([, name = "", version = ""]) => [name, version]));
}

test("the image of Python has the packages of the clients, so that they download nothing", () => {
  const clients = pinned("pipelines/clients/requirements.in");
  expect(Object.keys(clients).sort()).toEqual(["kafka-python", "psycopg"]);
  expect(pinned("offline/pipelines/python/requirements.in")).toMatchObject(clients);
  const locked = pinned("pipelines/clients/requirements.txt");
  expect(locked).toMatchObject(clients);
  expect(pinned("offline/pipelines/python/requirements.txt")).toMatchObject(locked);
});

test("the image of Prefect has the package of its consumer, and is the version of it", () => {
  const client = pinned("pipelines/clients/payment-requirements.in");
  expect(Object.keys(client)).toEqual(["kafka-python"]);
  const [, prefect = ""] =
    /^prefecthq\/prefect:([\d.]+)-python3\.11$/.exec(pipelinesConfig().prefectImage ?? "") ?? [];
  expect(pinned("offline/pipelines/prefect/requirements.in")).toMatchObject({ ...client, prefect });
  const locked = pinned("pipelines/clients/payment-requirements.txt");
  expect(locked).toMatchObject(client);
  expect(pinned("offline/pipelines/prefect/requirements.txt")).toMatchObject({
    ...locked,
    prefect,
  });
});

test("the image of Spark has the packages of the jobs, and is the version of them", () => {
  const dependencies = read("offline/pipelines/spark/pom.xml").matchAll(
    /<groupId>(.*?)<\/groupId>\s*<artifactId>(.*?)<\/artifactId>\s*<version>(.*?)<\/version>/g,
  );
  const built = [...dependencies].map(([, ...parts]) => parts.join(":"));
  expect(packages.filter((each) => !built.includes(each))).toEqual([]);
  const [, spark = ""] =
    /^spark:([\d.]+)-scala2\.12-/.exec(pipelinesConfig().sparkImage ?? "") ?? [];
  expect(packages).toContain(`org.apache.spark:spark-sql-kafka-0-10_2.12:${spark}`);
  expect(pinned("offline/pipelines/spark/requirements.txt")).toEqual({ pyspark: spark });
});

test("the dev stack of the platform declares the topics of the pipelines, one partition for Connect's settings", () => {
  const topics = readSettings(stackConfig("dev")).topics;
  const settings = readPipelines(pipelinesConfig(), "none", "/nowhere", () => false);
  const platform = {
    ...{ stack: "organization/kafka-platform/dev", bootstrap: "", topics: Object.keys(topics) },
    place: { target: "docker", namePrefix: "", network: "" } as const,
  };
  expect(() => refuseMissingTopics(settings, platform)).not.toThrow();
  const listed = parse(read("pipelines/topics.yaml")) as { name: string }[];
  expect(listed.map(({ name }) => name).filter((name) => !(name in topics))).toEqual([]);
  for (const name of Object.values(connectTopics)) {
    expect(topics[name]?.config).toMatchObject({ "cleanup.policy": "compact" });
  }
  expect(topics[connectTopics.CONFIG_STORAGE_TOPIC]?.partitions).toBe(1);
});
