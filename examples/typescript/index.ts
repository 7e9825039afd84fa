import * as pulumi from "@pulumi/pulumi";
import { KafkaPlatform, type TopicOptions } from "../../components";
import { DockerTarget } from "../../targets/docker";

const config = new pulumi.Config();

/** The events of each domain: a topic for each of them, named domain.entity.event. */
const events = {
  "vendas.pedido": ["criado", "pago", "cancelado", "rejeitado"],
  "estoque.item": ["reservado", "baixado"],
};

const topics = Object.fromEntries(
  Object.entries(events).flatMap(([entity, names]) =>
    names.map((event): [string, TopicOptions] => [
      `${entity}.${event}`,
      { partitions: 3, config: { "retention.ms": String(7 * 24 * 60 * 60 * 1000) } },
    ]),
  ),
);

const target = new DockerTarget("docker", { namePrefix: config.get("namePrefix") ?? "example-" });

const platform = new KafkaPlatform("example", {
  target,
  zooKeeper: {
    image: config.get("zookeeperImage"),
    publishedPort: config.getNumber("zookeeperPort") ?? 12181,
  },
  brokers: {
    image: config.get("brokerImage"),
    publishedPort: config.getNumber("brokerPort") ?? 19092,
    settings: { "log.retention.hours": "48", "auto.create.topics.enable": "false" },
  },
  kafkaUi: false,
  topics,
  smokeTest: { messages: 100 },
});

export const bootstrap = platform.brokers.externalBootstrap;
export const names = Object.keys(topics);
export const smokeTest = platform.smokeResult;
