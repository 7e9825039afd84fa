import * as pulumi from "@pulumi/pulumi";
import { KafkaPlatform } from "./components/platform";
import { readSettings, type Settings, SettingsError } from "./settings";
import { createTarget } from "./targets/create";

/** The program; what it returns are the stack's outputs. */
async function program() {
  const settings = configuredSettings();
  const target = await createTarget(settings);
  const { broker, kafkaUi, zooKeeper, smokeResult } = new KafkaPlatform("platform", {
    target,
    settings,
  });
  return {
    bootstrap: broker.externalBootstrap,
    bootstrapInside: broker.internalBootstrap,
    zookeeper: zooKeeper.workload.reach("client").addresses.join(","),
    zookeeperInside: zooKeeper.connect,
    kafkaUi: kafkaUi?.url ?? "not deployed: kafka-platform:kafkaUi is false",
    clusterId: broker.cluster.clusterId,
    topics: Object.keys(settings.topics),
    smokeTest: smokeResult ?? "not run: kafka-platform:smokeTest is false",
  };
}

function configuredSettings(): Settings {
  const namespace = `${pulumi.getProject()}:`;
  const config = Object.entries(pulumi.runtime.allConfig())
    .filter(([key]) => key.startsWith(namespace))
    .map(([key, value]) => [key.slice(namespace.length), value]);
  try {
    return readSettings(Object.fromEntries(config) as Record<string, string>);
  } catch (error) {
    // A RunError is shown as its message, without the stack of a crash.
    throw error instanceof SettingsError ? new pulumi.RunError(error.message) : error;
  }
}

export = program;
