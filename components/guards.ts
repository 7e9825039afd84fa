import * as pulumi from "@pulumi/pulumi";
import { BrokerCount, EnsembleSize } from "../provider/resources";
import type { Settings } from "../settings";
import type { Connection } from "../targets/connection";
import type { Target } from "../targets/target";
import { brokersConnection } from "./brokers/brokers";
import { lookForData } from "./existing-data";

/** Arguments of {@link declareGuards}. */
export interface GuardsArgs {
  readonly target: Target;
  readonly settings: Settings;
}

/**
 * Declares the resources that may refuse the whole deployment. Everything else waits for them: in an `up` without a
 * preview, anything declared earlier would have been touched by then. The engine does not check what a command leaves
 * out with `--target` or `--exclude`, these resources included: see `refuseImpossible`.
 *
 * @param name Name of the platform.
 * @param parent The platform.
 */
export function declareGuards(
  name: string,
  { target, settings }: GuardsArgs,
  parent: pulumi.Resource,
): pulumi.Resource[] {
  const { existing, surplus } = lookForData(target, settings);
  const [zooKeeperName, brokerName] = [`${name}-zookeeper`, `${name}-kafka`];
  const size = new EnsembleSize(
    zooKeeperName,
    { servers: settings.zookeepers, existing },
    { parent, aliases: [childOf(parent, "ZooKeeper", zooKeeperName)] },
  );
  const count = new BrokerCount(
    brokerName,
    {
      connection: connectionOf(target, settings),
      brokers: settings.brokers,
      surplus,
      existing,
    },
    // A stack whose ensemble is refused has no brokers, and must not record a number of them.
    { parent, dependsOn: size, aliases: [childOf(parent, "Broker", brokerName)] },
  );
  return [size, count];
}

/** How every broker will be reached. */
export function connectionOf(target: Target, settings: Settings): pulumi.Input<Connection> {
  return brokersConnection(target, {
    replicas: settings.brokers,
    publishedPort: settings.brokerPort,
    storageGiB: settings.brokerStorageGiB,
    retainData: settings.retainData,
    protectData: settings.protectData,
  });
}

/** How the data is stored; undefined if volumes have no size and no class. */
export function storageLayout({ layout }: Target, settings: Settings) {
  const { zookeeperStorageGiB, brokerStorageGiB, retainData } = settings;
  return layout && { sizesGiB: { zookeeperStorageGiB, brokerStorageGiB }, ...layout, retainData };
}

/** Earlier releases declared a guard as a child of what it guards. */
function childOf(platform: pulumi.Resource, component: string, name: string): pulumi.Alias {
  return { parent: pulumi.createUrn(name, `kafka-platform:index:${component}`, platform) };
}
