import * as pulumi from "@pulumi/pulumi";
import { KafkaPlatform } from "./components/platform";
import { readSettings } from "./settings";
import { createTarget } from "./create-target";
import { UserError } from "./user-error";

/** The program; what it returns are the stack's outputs. */
async function program() {
  const settings = readSettings(projectConfig(), pulumi.getStack());
  for (const warning of settings.warnings) void pulumi.log.warn(warning);
  const target = await createTarget(settings);
  const { broker, data, kafkaUi, zooKeeper, smokeResult } = new KafkaPlatform("platform", {
    target,
    settings,
  });
  return {
    bootstrap: broker.externalBootstrap,
    bootstrapInside: broker.internalBootstrap,
    zookeeper: zooKeeper.workload.outside("client").join(","),
    zookeeperInside: zooKeeper.connect,
    kafkaUi: kafkaUi?.url ?? "not deployed: kafka-platform:kafkaUi is false",
    // How `make smoke` gets there: it may hold a kubeconfig, and is a secret then.
    reach: broker.reach,
    clusterId: broker.cluster.clusterId,
    data,
    topics: Object.keys(settings.topics),
    smokeTest: smokeResult ?? "not run: kafka-platform:smokeTest is false",
  };
}

function projectConfig(): Record<string, string> {
  const namespace = `${pulumi.getProject()}:`;
  return Object.fromEntries(
    Object.entries(pulumi.runtime.allConfig())
      .filter(([key]) => key.startsWith(namespace))
      .map(([key, value]) => [key.slice(namespace.length), value]),
  );
}

export = () =>
  program().catch((error: unknown) => {
    throw error instanceof UserError ? new pulumi.RunError(error.message) : error;
  });
