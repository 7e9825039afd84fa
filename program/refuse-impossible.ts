import * as pulumi from "@pulumi/pulumi";
import { readDeployed, type Deployed } from "./deployed";
import {
  completePlatform,
  type KafkaPlatformOptions,
  type PlatformSpec,
} from "../components/platform-arguments";
import type { Target } from "../targets/target";
import { RefusedChange } from "../common/user-error";
import { minInSyncReplicas } from "../components/brokers/brokers";
import { lookForData } from "../components/existing-data";
import { connectionOf, storageLayout } from "../components/guards";

/**
 * Refuses changes that are impossible on the deployed platform, before an update declares anything. The guards and the
 * topics have the same checks, but not if `--target` or `--exclude` leaves them out, and the topics are checked only
 * after the brokers are deployed. A preview, which touches nothing, leaves it to these checks.
 *
 * @returns Whether the guards' checks have passed here, so that they will not refuse anything either.
 * @throws RefusedChange with every problem, each with what was checked.
 */
export async function refuseImpossible(
  target: Target,
  options: KafkaPlatformOptions,
): Promise<boolean> {
  const spec = completePlatform(options, "platform");
  const deployed = await readDeployed();
  const data = lookForData(target, spec);
  const [size, count, ...others] = await Promise.all([
    ofEnsemble(data, spec, deployed),
    ofBrokers(target, data, spec, deployed),
    ofLayout(target, spec, deployed),
    ofTopics(target, spec, deployed),
  ]);
  // In a first update, from which nothing can be left out, the guards refuse.
  const ofGuards = [...(deployed.ensemble ? size : []), ...(deployed.brokers ? count : [])];
  const found = [...ofGuards, ...others.flat()];
  if (found.length > 0) throw new RefusedChange(found);
  return deployed.isRead && size.length === 0 && count.length === 0;
}

type Data = ReturnType<typeof lookForData>;

async function ofEnsemble(data: Data, spec: PlatformSpec, { ensemble }: Deployed) {
  const { ensembleSizeHandler } = await import("../provider/handlers/ensemble-size");
  const existing = await valueOf(data.existing);
  const now = { servers: spec.zooKeeper.replicas, ...(existing && { existing }) };
  const failures = await ensembleSizeHandler.check?.(ensemble ?? {}, now);
  return (failures ?? []).map(({ reason }) => `ZooKeeper ensemble: ${reason}`);
}

async function ofBrokers(target: Target, data: Data, spec: PlatformSpec, { brokers }: Deployed) {
  const { brokerCountHandler } = await import("../provider/handlers/broker-count");
  const [connection, existing, surplus] = await Promise.all([
    valueOf(connectionOf(target, spec)),
    valueOf(data.existing),
    valueOf(data.surplus),
  ]);
  const now = {
    ...{ connection, brokers: spec.brokers.replicas },
    ...(existing && { existing }),
    ...(surplus && { surplus }),
  };
  const failures = await brokerCountHandler.check?.(brokers ?? {}, now);
  return (failures ?? []).map(({ reason }) => `Number of brokers: ${reason}`);
}

async function ofLayout(target: Target, spec: PlatformSpec, { layout: before }: Deployed) {
  const now = storageLayout(target, spec);
  if (!before || !now) return [];
  const { storageLayoutHandler } = await import("../provider/handlers/storage-layout");
  const failures = await storageLayoutHandler.check?.(before, now);
  return (failures ?? []).map(({ reason }) => `Volumes: ${reason}`);
}

async function ofTopics(target: Target, spec: PlatformSpec, deployed: Deployed) {
  const [{ topicsProblems }, { ownClusterId }] = await Promise.all([
    import("../provider/topics/problems"),
    import("../kafka/own-cluster"),
  ]);
  const { topics, deleteTopics, removedTopics } = spec;
  const { replicas: brokers, settings } = spec.brokers;
  const inSync = minInSyncReplicas(settings, brokers);
  const now = { topics, brokers, deleteTopics, removedTopics, minInSyncReplicas: inSync };
  const connection = await valueOf(connectionOf(target, spec));
  const { cluster } = deployed;
  const problems = await topicsProblems(
    { now, ...(deployed.topics && { deployed: deployed.topics }) },
    {
      now: connection,
      before: deployed.brokers?.connection,
      clusterId: cluster?.clusterId,
      ownId: cluster && ownClusterId(connection, cluster.instances.slice(-cluster.brokers)),
    },
  );
  return problems.map((reason) => `Topics: ${reason}`);
}

/** The value of an input that depends on no resource. */
function valueOf<Value>(input: pulumi.Input<Value>): Promise<pulumi.Unwrap<Value>> {
  return new Promise((resolve) => pulumi.output(input).apply(resolve));
}
