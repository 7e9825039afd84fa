import * as pulumi from "@pulumi/pulumi";
import type { ExistingData, SurplusData } from "../kafka/existing-data";
import type { Target } from "../targets/target";
import { brokerContents } from "./broker";
import { brokerHost } from "./confluent-images";
import { zooKeeperContents, zooKeeperHost } from "./zookeeper";

/** Looks for data of an earlier deployment; undefined where the target cannot be asked. */
export function lookForData(target: Target, brokers: number) {
  const found = pulumi.all([
    target.found(zooKeeperHost, zooKeeperContents),
    target.found(brokerHost, brokerContents),
  ]);
  const existing = found.apply(([ensemble, ofBrokers]): ExistingData | undefined => {
    if (!ensemble || !ofBrokers) return undefined;
    const names = [...ensemble, ...ofBrokers].map(({ name }) => name);
    return { ensemble, brokers: ofBrokers, removal: target.volumeRemoval(names) };
  });
  const surplus = existing.apply((data): SurplusData | undefined => {
    const volumes = data?.brokers.filter(({ replica }) => replica > brokers);
    const names = volumes?.map(({ name }) => name);
    return volumes && names && { volumes, removal: target.volumeRemoval(names) };
  });
  return { existing, surplus };
}
