import * as pulumi from "@pulumi/pulumi";
import { readDeployed, type Deployed } from "./deployed";
import type { Settings } from "../settings";
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
 * @throws RefusedChange with every problem, each with what was checked.
 */
export async function refuseImpossible(target: Target, settings: Settings): Promise<void> {
  const deployed = await readDeployed();
  const problems = await Promise.all([
    ofEnsemble(target, settings, deployed),
    ofBrokers(target, settings, deployed),
    ofLayout(target, settings, deployed),
    ofTopics(target, settings, deployed),
  ]);
  const found = problems.flat();
  if (found.length > 0) throw new RefusedChange(found);
}

// The guards check what a first update finds: nothing can be left out of a first update.
async function ofEnsemble(target: Target, settings: Settings, { ensemble }: Deployed) {
  if (!ensemble) return [];
  const { ensembleSizeHandler } = await import("../provider/handlers/ensemble-size");
  const existing = await valueOf(lookForData(target, settings).existing);
  const now = { servers: settings.zookeepers, ...(existing && { existing }) };
  const failures = await ensembleSizeHandler.check?.(ensemble, now);
  return (failures ?? []).map(({ reason }) => `ZooKeeper ensemble: ${reason}`);
}

async function ofBrokers(target: Target, settings: Settings, { brokers }: Deployed) {
  if (!brokers) return [];
  const { brokerCountHandler } = await import("../provider/handlers/broker-count");
  const now = {
    connection: await valueOf(connectionOf(target, settings)),
    brokers: settings.brokers,
  };
  const failures = await brokerCountHandler.check?.(brokers, now);
  return (failures ?? []).map(({ reason }) => `Number of brokers: ${reason}`);
}

async function ofLayout(target: Target, settings: Settings, { layout: before }: Deployed) {
  const now = storageLayout(target, settings);
  if (!before || !now) return [];
  const { storageLayoutHandler } = await import("../provider/handlers/storage-layout");
  const failures = await storageLayoutHandler.check?.(before, now);
  return (failures ?? []).map(({ reason }) => `Volumes: ${reason}`);
}

async function ofTopics(target: Target, settings: Settings, deployed: Deployed) {
  const [{ topicsProblems }, { ownClusterId }] = await Promise.all([
    import("../provider/topics/problems"),
    import("../kafka/own-cluster"),
  ]);
  const { topics, brokers, deleteTopics, removedTopics } = settings;
  const inSync = minInSyncReplicas(settings.brokerSettings, brokers);
  const now = { topics, brokers, deleteTopics, removedTopics, minInSyncReplicas: inSync };
  const connection = await valueOf(connectionOf(target, settings));
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
