import { join } from "node:path";
import { version as consoleVersion } from "../../offline/console/package.json";
import { root } from "./places";

/** An image that is built here in place of one that is not available. */
export interface StandIn {
  /** What it replaces: a repository, and the one version that it behaves like. */
  readonly repository: string;
  readonly version: string;
  readonly image: string;
  /** Folder of the sources, with the command `build` in it. */
  readonly sources: string;
  /** The message while it is built. */
  readonly announcement: string;
}

const kafka = {
  version: "7.5.0",
  sources: join(root, "offline/images"),
  announcement: "building the Kafka and ZooKeeper images, about half a minute",
};

/** Those of the platform. A test compares the default images of Pulumi.yaml with them. */
export const standIns: readonly StandIn[] = [
  { ...kafka, repository: "confluentinc/cp-kafka", image: "kafka-lab/kafka:7.5.0" },
  { ...kafka, repository: "confluentinc/cp-zookeeper", image: "kafka-lab/zookeeper:7.5.0" },
  {
    repository: "provectuslabs/kafka-ui",
    version: "v0.7.1",
    image: `kafka-lab/console:${consoleVersion}`,
    sources: join(root, "offline/console"),
    announcement: "building the console in place of Kafka UI, about half a minute",
  },
];

/** Those of the pipelines. */
export const pipelineStandIns: readonly StandIn[] = [
  {
    repository: "chrislusf/seaweedfs",
    version: "4.48",
    image: "kafka-lab/object-store:4.48",
    sources: join(root, "offline/pipelines/object-store"),
    announcement: "building the object store, a few seconds",
  },
  {
    repository: "spark",
    version: "3.5.7-scala2.12-java17-python3-ubuntu",
    image: "kafka-lab/spark:3.5.7",
    sources: join(root, "offline/pipelines/spark"),
    announcement: "building Spark, about a minute",
  },
  {
    repository: "python",
    version: "3.11-slim-bookworm",
    image: "kafka-lab/python:3.11",
    sources: join(root, "offline/pipelines/python"),
    announcement: "building the image of Python, a few seconds",
  },
  {
    repository: "quay.io/debezium/connect",
    version: "2.7.4.Final",
    image: "kafka-lab/connect:2.7.4.Final",
    sources: join(root, "offline/pipelines/connect"),
    announcement: "building Kafka Connect with Debezium, about half a minute",
  },
  {
    repository: "postgres",
    version: "15-bookworm",
    image: "kafka-lab/postgres:15",
    sources: join(root, "offline/pipelines/postgres"),
    announcement: "building PostgreSQL, a few seconds",
  },
  {
    repository: "prefecthq/prefect",
    version: "3.9.1-python3.11",
    image: "kafka-lab/prefect:3.9.1",
    sources: join(root, "offline/pipelines/prefect"),
    announcement: "building Prefect, about half a minute",
  },
  {
    repository: "apache/nifi",
    version: "1.28.1",
    image: "kafka-lab/nifi:1.18.0",
    sources: join(root, "offline/pipelines/nifi"),
    announcement: "building NiFi, about half a minute",
  },
];

const all = [...standIns, ...pipelineStandIns];

/** Without the registry and the folder that Docker adds by itself. */
function shortName(image: string): string {
  return image.replace(/^docker\.io\/(library\/)?/, "");
}

/** The stand-in for an image, if there is one. */
export function standInFor(image: string): StandIn | undefined {
  const name = shortName(image);
  return all.find(({ repository, version }) => `${repository}:${version}` === name);
}

/** Says that there is a stand-in for another version of this image; empty if there is none for any version. */
export function otherVersionHint(image: string): string {
  const name = shortName(image);
  const other = all.find(({ repository }) => new RegExp(`^${repository}([:@]|$)`).test(name));
  return other === undefined || standInFor(image)
    ? ""
    : `There is a stand-in only for ${other.repository}:${other.version}, built from package registries: ` +
        "set the key to that version to use it.";
}
