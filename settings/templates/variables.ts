import { imageVariable } from "../../components/confluent-images";
import type { WorkloadName } from "./workloads";

/** What sets variables of a workload, and how to set them. */
interface Owner {
  readonly names: RegExp;
  readonly advice: string;
}

/** With these, a pod finds out which replica it is. */
const ofTarget: Owner = {
  names: /^(HOSTNAME|NODE_ZONE)$/,
  advice: "which Kubernetes sets; must be another name",
};

const owners: Readonly<Record<WorkloadName, readonly Owner[]>> = {
  zookeeper: [
    { names: /^KAFKA_HEAP_OPTS$/, advice: "which follows from zookeeperHeapMiB; set that" },
    // How the image writes its log is left to the template.
    {
      names: /^ZOOKEEPER_(?!(TOOLS_)?LOG4J_)/,
      advice: "which follows from zookeeperSettings; set it there",
    },
  ],
  kafka: [
    { names: /^KAFKA_HEAP_OPTS$/, advice: "which follows from brokerHeapMiB; set that" },
    { names: /^KAFKA_/, advice: "which is a broker setting; set it in brokerSettings" },
  ],
  "kafka-ui": [
    {
      names:
        /^(KAFKA_CLUSTERS_0_(NAME|BOOTSTRAPSERVERS|READONLY)|AUTH_TYPE|SPRING_SECURITY_USER_.*|SERVER_.*|CONSOLE_.*)$/,
      advice: "which follows from the keys kafkaUi...; set those",
    },
  ],
};

/**
 * Says why a variable cannot be set by a template, to follow its name; undefined if it can. Variables that the
 * Confluent image reserves for the JVM, such as KAFKA_OPTS, can.
 */
export function variableProblem(host: WorkloadName, name: string): string | undefined {
  if (host === "kafka" && isImageVariable(name)) return undefined;
  return [ofTarget, ...owners[host]].find(({ names }) => names.test(name))?.advice;
}

function isImageVariable(name: string): boolean {
  return imageVariable.test(
    name
      .replace(/^KAFKA_/, "")
      .toLowerCase()
      .replaceAll("_", "."),
  );
}
