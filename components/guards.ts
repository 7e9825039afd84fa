import * as pulumi from "@pulumi/pulumi";
import { BrokerCount, EnsembleSize } from "../provider/resources";
import type { Connection } from "../targets/connection";
import type { Target } from "../targets/target";
import { brokersConnection } from "./brokers/brokers";
import { lookForData } from "./existing-data";
import type { PlatformSpec } from "./platform-arguments";

/** Arguments of {@link declareGuards}. */
export interface GuardsArgs {
  readonly target: Target;
  readonly spec: PlatformSpec;
  /** Whether it is known that none of them will refuse. */
  readonly isChecked: boolean;
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
  { target, spec, isChecked }: GuardsArgs,
  parent: pulumi.Resource,
): pulumi.Resource[] {
  const { existing, surplus } = lookForData(target, spec);
  const [zooKeeperName, brokerName] = [`${name}-zookeeper`, `${name}-kafka`];
  const size = new EnsembleSize(
    zooKeeperName,
    { servers: spec.zooKeeper.replicas, existing },
    { parent, aliases: [childOf(parent, "ZooKeeper", zooKeeperName)] },
  );
  const count = new BrokerCount(
    brokerName,
    {
      connection: connectionOf(target, spec),
      brokers: spec.brokers.replicas,
      surplus,
      existing,
    },
    // A stack whose ensemble is refused has no brokers, and must not record a number of them.
    {
      parent,
      dependsOn: isChecked ? [] : size,
      aliases: [childOf(parent, "Broker", brokerName)],
    },
  );
  return [size, count];
}

/** How every broker will be reached. */
export function connectionOf(target: Target, spec: PlatformSpec): pulumi.Input<Connection> {
  const { brokers, retainData, protectData } = spec;
  return brokersConnection(target, { ...brokers, retainData, protectData });
}

/** How the data is stored; undefined if volumes have no size and no class. */
export function storageLayout(
  { layout }: Target,
  { zooKeeper, brokers, retainData }: Pick<PlatformSpec, "zooKeeper" | "brokers" | "retainData">,
) {
  const sizesGiB = {
    zookeeperStorageGiB: zooKeeper.storageGiB,
    brokerStorageGiB: brokers.storageGiB,
  };
  return layout && { sizesGiB, ...layout, retainData };
}

/** Earlier releases declared a guard as a child of what it guards. */
function childOf(platform: pulumi.Resource, component: string, name: string): pulumi.Alias {
  return { parent: pulumi.createUrn(name, `kafka-platform:index:${component}`, platform) };
}
