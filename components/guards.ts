import * as pulumi from "@pulumi/pulumi";
import { BrokerCount, EnsembleSize } from "../kafka/resources";
import type { TopicsChange } from "../kafka/topics-change";
import type { Settings } from "../settings";
import type { Target } from "../targets/target";
import { brokerReach } from "./broker";
import { lookForData } from "./existing-data";

/** Arguments of {@link declareGuards}. */
export interface GuardsArgs {
  readonly target: Target;
  readonly settings: Settings;
  /** What becomes of the topics, where nobody else judges it before something is touched. */
  readonly topics: pulumi.Input<TopicsChange | undefined>;
}

/**
 * Declares what may refuse the whole deployment. Everything else waits for it: in an `up` without a preview, what
 * was declared before would have been touched by then.
 *
 * @param name Name of the platform.
 * @param parent The platform.
 */
export function declareGuards(
  name: string,
  { target, settings, topics }: GuardsArgs,
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
      reach: brokerReach(target, {
        replicas: settings.brokers,
        publishedPort: settings.brokerPort,
        storageGiB: settings.brokerStorageGiB,
        retainData: settings.retainData,
        protectData: settings.protectData,
      }),
      brokers: settings.brokers,
      surplus,
      existing,
      topics,
    },
    // A stack whose ensemble is refused has no brokers, and is not to remember a number of them.
    { parent, dependsOn: size, aliases: [childOf(parent, "Broker", brokerName)] },
  );
  return [size, count];
}

/** Releases before this one declared a guard within what it guards. */
function childOf(platform: pulumi.Resource, component: string, name: string): pulumi.Alias {
  return { parent: pulumi.createUrn(name, `kafka-platform:index:${component}`, platform) };
}
