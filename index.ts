import * as pulumi from "@pulumi/pulumi";
import { KafkaPlatform } from "./components/platform";
import { refuseImpossible } from "./program/refuse-impossible";
import { readSettings, SettingsError } from "./settings";
import { locator } from "./settings/files/locate";
import { readStackFile } from "./settings/files/stack-file";
import { createTarget } from "./program/create-target";
import { UserError } from "./common/user-error";

/** The program; it returns the stack's outputs. */
async function program() {
  const secrets = secretKeys();
  const stack = pulumi.getStack();
  const isSecret = (key: string) => secrets.includes(`${pulumi.getProject()}:${key}`);
  const [config, file] = [projectConfig(), readStackFile(stack)];
  const settings = readSettings(config, stack, isSecret, file);
  for (const warning of settings.warnings) void pulumi.log.warn(warning);
  const target = await createTarget(settings, locator(config, file));
  if (!pulumi.runtime.isDryRun()) await refuseImpossible(target, settings);
  const { brokers, data, kafkaUi, zooKeeper, smokeResult } = new KafkaPlatform("platform", {
    target,
    settings,
  });
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
    clusterId: brokers.cluster.clusterId,
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

/**
 * The full keys of the values set with --secret, as Pulumi passes them to its SDK. The SDK says whether a value is a
 * secret only together with the value.
 */
function secretKeys(): string[] {
  const { PULUMI_CONFIG_SECRET_KEYS: keys } = process.env;
  return keys ? (JSON.parse(keys) as string[]) : [];
}

/**
 * An error of which Pulumi shows only the message. If an update fails before the outputs are declared, Pulumi lists
 * those of the last update with a minus, but keeps them.
 */
function shown(error: UserError): pulumi.RunError {
  const kept = pulumi.runtime.isDryRun()
    ? []
    : ["(Pulumi may list the stack's outputs with a minus: they are kept.)"];
  return new pulumi.RunError([error.message, ...kept].join("\n"));
}

export = () =>
  program().catch(async (error: unknown) => {
    if (error instanceof SettingsError) {
      await Promise.all(error.warnings.map((warning) => pulumi.log.warn(warning)));
    }
    throw error instanceof UserError ? shown(error) : error;
  });
