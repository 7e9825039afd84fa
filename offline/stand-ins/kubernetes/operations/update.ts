import { InitializationError, type UpdateRequest } from "../../../../provider/sdk/provider";
import { containsUnknown, type Properties } from "../../../../provider/sdk/value";
import { isRefusal } from "../cluster/api-error";
import type { Cluster } from "../cluster/cluster";
import { kindOf } from "../kinds";
import { nameOf, parseName } from "../object";
import { awaitReady, NotReadyError } from "../readiness/await-ready";
import { bookkeeping, checkpoint, inputsInState } from "../state";
import { applyChange } from "./apply-change";
import type { Session } from "./session";

/** Changes an object and waits until the change is rolled out. */
export async function updateObject(session: Session, request: UpdateRequest): Promise<Properties> {
  const { cluster, log } = session;
  const { olds, news, preview, secrets } = request;
  if (preview && (!cluster || containsUnknown(news))) return news;
  if (!cluster) return withoutCluster(session, request);
  const kind = kindOf(request.type);
  const live = await readLive(cluster, request);
  const keep = bookkeeping(news, olds);
  let applied: Properties;
  try {
    applied = await applyChange(session, cluster, { ...request, kind, live, ...keep });
  } catch (error) {
    if (preview && isRefusal(error, "Forbidden")) return news;
    const message = error instanceof Error ? error.message : String(error);
    // The cluster did not get the change, so the old inputs still apply.
    const oldInputs = inputsInState(olds, request.oldInputs);
    const outputs = checkpoint(oldInputs, live, bookkeeping(oldInputs, olds), secrets);
    throw failedUpdate(request.id, [message], outputs, request.oldInputs);
  }
  if (preview) return checkpoint(news, applied, keep, secrets);
  try {
    const ready = await awaitReady(applied, { ...request, cluster, log, kind });
    return checkpoint(news, ready, keep, secrets);
  } catch (error) {
    if (!(error instanceof NotReadyError)) throw error;
    throw failedUpdate(request.id, error.reasons, checkpoint(news, error.live, keep, secrets));
  }
}

async function readLive(cluster: Cluster, { id, type, urn, news }: UpdateRequest) {
  try {
    const kind = kindOf(type);
    return await cluster.read(kind, kind.namespaced ? nameOf(news) : parseName(id));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(
      `update of resource "${urn}" failed: ${message}\nunable to get cluster state: ${message}`,
      { cause: error },
    );
  }
}

function withoutCluster({ settings, log, unreachable }: Session, request: UpdateRequest) {
  if (!settings.skipUpdateUnreachable) throw new Error(unreachable);
  log.warning(request.urn, unreachable);
  log.info(
    request.urn,
    "configured Kubernetes cluster is unreachable and the `skipUpdateUnreachable` option is " +
      "enabled. The resource was not updated",
  );
  return request.olds;
}

function failedUpdate(
  id: string,
  [first, ...others]: readonly string[],
  outputs: Properties,
  inputs?: Properties,
): InitializationError {
  const message =
    `the Kubernetes API server reported that "${id}" failed to fully initialize or become live: ` +
    String(first);
  return new InitializationError([message, ...others], id, outputs, inputs);
}
