import { setTimeout as sleep } from "node:timers/promises";
import type { DeleteRequest } from "../../../../provider/sdk/provider";
import type { Properties } from "../../../../provider/sdk/value";
import { propagationPolicy, timeLimit } from "../annotations";
import { isRefusal } from "../cluster/api-error";
import type { Cluster } from "../cluster/cluster";
import { kindOf, type Kind } from "../kinds";
import { parseName, text, type ObjectName } from "../object";
import { deleteUnreachableHint, reportForgotten, type Session } from "./session";

const pollMilliseconds = 300;
const defaultTimeoutSeconds = 600;

/** Deletes an object and waits until it and what it owns no longer exist. */
export async function deleteObject(session: Session, request: DeleteRequest): Promise<void> {
  const { cluster, settings, log } = session;
  const { urn, outputs } = request;
  if (!cluster) {
    if (settings.deleteUnreachable) return reportForgotten(session, urn);
    log.warning(urn, session.unreachable);
    throw new Error(`configured Kubernetes cluster is unreachable. ${deleteUnreachableHint}`);
  }
  const kind = kindOf(request.type);
  const id = parseName(request.id);
  const name = {
    ...id,
    namespace: kind.namespaced ? id.namespace || session.defaultNamespace : "",
  };
  const limit = timeLimit(outputs, request.timeoutSeconds, defaultTimeoutSeconds);
  const end = Date.now() + limit * 1000;
  if (!(await startDeletion(cluster, kind, name, propagationPolicy(outputs)))) return;
  const uid = text(outputs, "metadata", "uid");
  let isReported = false;
  for (;;) {
    const live = await readIfThere(cluster, kind, name);
    // Another object with the same name is not ours.
    if (!live || (uid && text(live, "metadata", "uid") !== uid)) return;
    if (!isReported) log.status(urn, "Resource scheduled for deletion");
    isReported = true;
    if (Date.now() >= end) {
      throw new Error(`'${name.name}' timed out waiting to be deleted`);
    }
    await sleep(pollMilliseconds);
  }
}

/** Resolves to false if there is nothing to delete. */
async function startDeletion(cluster: Cluster, kind: Kind, name: ObjectName, policy: string) {
  try {
    await cluster.delete(kind, name, policy);
    return true;
  } catch (error) {
    if (isRefusal(error, "NotFound")) return false;
    throw error;
  }
}

async function readIfThere(
  cluster: Cluster,
  kind: Kind,
  name: ObjectName,
): Promise<Properties | undefined> {
  try {
    return await cluster.read(kind, name);
  } catch (error) {
    if (isRefusal(error, "NotFound")) return undefined;
    throw error;
  }
}
