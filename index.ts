import * as pulumi from "@pulumi/pulumi";
import { KafkaPlatform } from "./components/platform";
import { readSettings, SettingsError } from "./settings";
import { locator } from "./settings/files/locate";
import { readStackFile } from "./settings/files/stack-file";
import { isSecret, projectConfig } from "./program/configuration";
import { createTarget } from "./program/create-target";
import { placeOf } from "./program/place";
import { platformOptions } from "./program/platform-options";
import { refuseImpossible } from "./program/refuse-impossible";
import { startProvider } from "./program/start-provider";
import { shown } from "./program/shown-error";
import { UserError } from "./common/user-error";

/** The program; it returns the stack's outputs. */
async function program() {
  const stack = pulumi.getStack();
  const [config, file] = [projectConfig(), readStackFile(stack)];
  const settings = readSettings(config, stack, isSecret, file);
  for (const warning of settings.warnings) void pulumi.log.warn(warning);
  startProvider();
  const target = await createTarget(settings, locator(config, file));
  const options = platformOptions(settings);
  const isChecked = !pulumi.runtime.isDryRun() && (await refuseImpossible(target, options));
  const platform = new KafkaPlatform("platform", { target, isChecked, ...options });
  const { brokers, data, kafkaUi, zooKeeper, smokeResult } = platform;
  const forwards = [
    ...brokers.workload.forwards("external"),
    ...(kafkaUi?.workload.forwards("http") ?? []),
    ...zooKeeper.workload.forwards("client"),
  ];
  return {
    bootstrap: brokers.externalBootstrap,
    bootstrapInside: brokers.internalBootstrap,
    zookeeper: zooKeeper.workload.outside("client").join(","),
    zookeeperInside: zooKeeper.connect,
    kafkaUi: kafkaUi?.url ?? "not deployed: kafka-platform:kafkaUi is false",
    portForwards: forwards.map(({ command }) => command),
    // The same for `make connect`.
    forwards: forwards.map(({ port, to }) => ({ port, to })),
    // How `make smoke` reaches the brokers: it may contain a kubeconfig, and is then a secret.
    connection: brokers.connection,
    // It may contain a password in addition to the kubeconfig.
    ...(kafkaUi && { kafkaUiAccess: kafkaUi.access }),
    // Where a program deploys what is to run next to the platform.
    place: placeOf(settings),
    clusterId: brokers.cluster.clusterId,
    data,
    topics: Object.keys(settings.topics),
    smokeTest: smokeResult ?? "not run: kafka-platform:smokeTest is false",
  };
}

export = () =>
  program().catch(async (error: unknown) => {
    if (error instanceof SettingsError) {
      await Promise.all(error.warnings.map((warning) => pulumi.log.warn(warning)));
    }
    throw error instanceof UserError ? shown(error) : error;
  });
