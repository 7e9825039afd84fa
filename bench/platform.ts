import { projectConfig, stackConfig } from "../tests/unit/support/project-config";
import { readSettings, type Settings } from "../settings";
import { freePorts, machineImages } from "../tests/e2e/support/stack";

/** The configuration of the measured platform: the dev stack's topics, without Kafka UI. */
export async function platformConfig(
  name: string,
  brokers: number,
): Promise<Record<string, unknown>> {
  const firstPort = await freePorts(1 + Math.max(3, brokers));
  return {
    ...machineImages(),
    namePrefix: `${name}-${process.pid}-`,
    brokers,
    zookeeperPort: firstPort,
    brokerPort: firstPort + 1,
    kafkaUi: false,
    // Each measurement starts from scratch.
    retainData: false,
    topics: JSON.parse(stackConfig("dev").topics ?? "[]") as unknown,
  };
}

/** With it, the stand-in of the Docker plugin waits as long as the official plugin does. */
export const officialWaits = { KAFKA_PLATFORM_OFFICIAL_WAITS: "true" };

/** The settings that the program reads from this configuration. */
export function platformSettings(config: Readonly<Record<string, unknown>>): Settings {
  return readSettings(projectConfig(config));
}

/** Addresses at which clients on this machine reach the brokers. */
export function brokerAddresses({ brokers, brokerPort }: Settings): string[] {
  return Array.from({ length: brokers }, (_, index) => `localhost:${brokerPort + index}`);
}
