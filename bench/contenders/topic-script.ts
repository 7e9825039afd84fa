import type { TopicDeclarations } from "../../kafka/topics/declaration";
import { internalPort } from "../../components/brokers/environment";
import { quote } from "./quote";

/** A shell script for a broker's container that creates topics with Kafka's own tool, one call for each. */
export function topicScript(topics: TopicDeclarations): string {
  const tool = `kafka-topics --bootstrap-server localhost:${internalPort} --create --if-not-exists`;
  return Object.entries(topics)
    .map(([name, { partitions, replicationFactor, config }]) =>
      [
        tool,
        ...["--topic", quote(name), "--partitions", partitions],
        ...["--replication-factor", replicationFactor],
        ...Object.entries(config).map(([key, value]) => `--config ${quote(`${key}=${value}`)}`),
      ].join(" "),
    )
    .join(" &&\n");
}
