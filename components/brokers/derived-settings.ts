/** Broker settings that follow from the component's arguments; setting them by hand would break the platform. */
export const derivedSettings = [
  "broker.id",
  "node.id",
  "zookeeper.connect",
  "zookeeper.clientCnxnSocket",
  "listeners",
  "advertised.listeners",
  "listener.security.protocol.map",
  "inter.broker.listener.name",
  "security.inter.broker.protocol",
  "control.plane.listener.name",
  "early.start.listeners",
  "log.dir",
  "log.dirs",
  "metadata.log.dir",
  "process.roles",
  "controller.listener.names",
  "controller.quorum.voters",
  "zookeeper.metadata.migration.enable",
  "heap.opts",
  // Removed from Kafka; the image does not start with any of them.
  "host",
  "port",
  "advertised.host",
  "advertised.port",
] as const;

/** A setting that only the component may set. */
export type DerivedSetting = (typeof derivedSettings)[number];

/** Whether only the component may set a broker setting. */
export function isDerived(name: string): name is DerivedSetting {
  return (derivedSettings as readonly string[]).includes(name);
}
