import { brokerContents, brokerHost, zooKeeperContents, zooKeeperHost } from "./workloads";
import * as pulumi from "@pulumi/pulumi";
import type { ExistingData, MissingVolume, SurplusData } from "../provider/existing-data";
import type { FoundVolume, Target } from "../targets/target";
import type { PlatformSpec } from "./platform-arguments";

/** Looks for data of an earlier deployment; undefined if the target cannot be asked. */
export function lookForData(target: Target, spec: Pick<PlatformSpec, "zooKeeper" | "brokers">) {
  const [zookeepers, brokers] = [spec.zooKeeper.replicas, spec.brokers.replicas];
  const servers = expected(target, zooKeeperHost, zooKeeperContents, zookeepers);
  const wanted = expected(target, brokerHost, brokerContents, brokers);
  const found = pulumi.all([
    target.found(zooKeeperHost, zooKeeperContents),
    target.found(brokerHost, brokerContents),
  ]);
  const existing = found.apply(([ensemble, ofBrokers]): ExistingData | undefined => {
    if (!ensemble || !ofBrokers) return undefined;
    const names = [...inOrder(ensemble), ...inOrder(ofBrokers)].map(({ name }) => name);
    return {
      ensemble: inOrder(ensemble),
      brokers: inOrder(ofBrokers),
      missing: { ensemble: without(servers, ensemble), brokers: without(wanted, ofBrokers) },
      removal: target.volumeRemoval(names),
    };
  });
  const surplus = existing.apply((data): SurplusData | undefined => {
    const volumes = data?.brokers.filter(({ replica }) => replica > brokers);
    const names = volumes?.map(({ name }) => name);
    return volumes && names && { volumes, removal: target.volumeRemoval(names) };
  });
  return { existing, surplus };
}

/** In the order in which a person lists them: an engine lists them in any order. */
function inOrder(volumes: readonly FoundVolume[]): FoundVolume[] {
  return [...volumes].sort((a, b) => a.replica - b.replica || a.name.localeCompare(b.name));
}

function expected(
  target: Target,
  host: string,
  contents: readonly string[],
  replicas: number,
): MissingVolume[] {
  return Array.from({ length: replicas }, (_, index) => index + 1).flatMap((replica) =>
    contents.map((content) => ({ name: target.volumeName(host, content, replica), replica })),
  );
}

function without(
  volumes: readonly MissingVolume[],
  found: readonly FoundVolume[],
): MissingVolume[] {
  const names = new Set(found.map(({ name }) => name));
  return volumes.filter(({ name }) => !names.has(name));
}
