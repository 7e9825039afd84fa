import { setTimeout as sleep } from "node:timers/promises";
import {
  InitializationError,
  type CreateRequest,
  type CreateResult,
} from "../../../../provider/sdk/provider";
import {
  containsUnknown,
  unknown,
  type Properties,
  type Value,
} from "../../../../provider/sdk/value";
import { forcesPatch } from "../annotations";
import { isRefusal } from "../cluster/api-error";
import type { Cluster } from "../cluster/cluster";
import { createManager } from "../cluster/managed-fields";
import { kindOf } from "../kinds";
import { formatName, nameOf, withMetadata } from "../object";
import { awaitReady, NotReadyError } from "../readiness/await-ready";
import { bookkeeping, checkpoint } from "../state";
import type { Session } from "./session";

const retries = 6;
const serverChosen = ["creationTimestamp", "managedFields", "resourceVersion", "uid"];

const alreadyExistsHint = `

The resource already exists in the cluster. This can happen when:

  - Renaming a Pulumi resource: use an alias to preserve the identity,
    or use deleteBeforeReplace if the resource needs replacement.
  - Managing an existing resource: use a Patch resource (e.g. NamespacePatch)
    to manage specific fields without owning the resource lifecycle.
  - Adopting a resource into Pulumi: use \`pulumi import\`. Note that
    protected resources (e.g. kube-system) cannot be deleted on destroy.
  - Intentional upsert: set upsertExistingObjects on the provider to allow
    server-side apply to update existing objects on create.`;

/** Creates an object and waits until it is ready. */
export async function createObject(
  session: Session,
  request: CreateRequest,
): Promise<CreateResult> {
  const { urn, inputs, preview, secrets } = request;
  if (preview) return { id: "", outputs: await tryCreate(session, request) };
  const { cluster, log } = session;
  if (!cluster) throw new Error(session.unreachable);
  const kind = kindOf(request.type);
  const keep = bookkeeping(inputs);
  const created = await createWithRetries(session, cluster, request, keep.fieldManager);
  const id = formatName(nameOf(created));
  try {
    const ready = await awaitReady(created, { ...request, cluster, log, kind });
    return { id, outputs: checkpoint(inputs, ready, keep, secrets) };
  } catch (error) {
    if (!(error instanceof NotReadyError)) throw error;
    const [first, ...others] = error.reasons;
    throw new InitializationError(
      [
        `resource "${urn}" was successfully created, but the Kubernetes API server reported that ` +
          `it failed to fully initialize or become live: ${first}`,
        ...others,
      ],
      id,
      checkpoint(inputs, error.live, keep, secrets),
    );
  }
}

/** Lets the server check the object; a problem that may not exist at the deployment is not an error. */
async function tryCreate(session: Session, { type, urn, inputs, secrets }: CreateRequest) {
  const { cluster, settings } = session;
  if (!cluster || containsUnknown(inputs)) return inputs;
  const keep = bookkeeping(inputs);
  try {
    const planned = await send(settings, cluster, type, inputs, keep.fieldManager, true);
    return checkpoint(inputs, withoutIdentity(planned), keep, secrets);
  } catch (error) {
    if (isRefusal(error, "AlreadyExists", "Forbidden", "NotFound")) return inputs;
    throw notCreated(urn, error);
  }
}

/** The real object gets other values of these, so nothing may depend on them. */
function withoutIdentity(planned: Properties): Properties {
  const changes = serverChosen.map((name): [string, Value] => [name, unknown]);
  return withMetadata({ ...planned, status: unknown }, Object.fromEntries(changes));
}

/** Retries, because the namespace may not exist yet. */
async function createWithRetries(
  { log, settings }: Session,
  cluster: Cluster,
  { type, urn, inputs }: CreateRequest,
  fieldManager: string,
): Promise<Properties> {
  for (let retry = 0; ; retry++) {
    try {
      return await send(settings, cluster, type, inputs, fieldManager, false);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      log.status(urn, `Retry #${retry}; creation failed: ${message}`);
      if (!isRefusal(error, "NotFound")) throw notCreated(urn, error);
      await sleep(1000 * 2 ** retry);
      if (retry === retries - 1) throw notCreated(urn, error);
    }
  }
}

/**
 * Sends the object. If an existing object may be taken over, this is a server-side apply, for which the user needs
 * the right to patch and to create; otherwise it is a plain create.
 */
function send(
  { upsertExistingObjects, enableServerSideApply }: Session["settings"],
  cluster: Cluster,
  type: string,
  inputs: Properties,
  fieldManager: string,
  dryRun: boolean,
): Promise<Properties> {
  const [kind, name] = [kindOf(type), nameOf(inputs)];
  return upsertExistingObjects && enableServerSideApply
    ? cluster.apply(kind, name, inputs, { fieldManager, dryRun }, forcesPatch(inputs))
    : cluster.create(kind, name, inputs, { fieldManager: createManager, dryRun });
}

function notCreated(urn: string, error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  const hint = isRefusal(error, "AlreadyExists") ? alreadyExistsHint : "";
  return new Error(
    `resource "${urn}" was not successfully created by the Kubernetes API server: ${message}${hint}`,
    { cause: error },
  );
}
