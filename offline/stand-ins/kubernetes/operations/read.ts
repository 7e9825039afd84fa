import {
  InitializationError,
  type ReadRequest,
  type ReadResult,
} from "../../../../provider/sdk/provider";
import type { Properties } from "../../../../provider/sdk/value";
import { isRefusal } from "../cluster/api-error";
import type { Cluster } from "../cluster/cluster";
import { importedInputs, refreshedInputs } from "../inputs/from-live";
import { markSecretData } from "../inputs/secret-data";
import { kindOf, type Kind } from "../kinds";
import { formatName, nameOf, parseName } from "../object";
import { checkReady, NotReadyError } from "../readiness/await-ready";
import { bookkeeping, checkpoint, inputsInState } from "../state";
import { deleteUnreachableHint, reportForgotten, type Session } from "./session";

/** Reads an object for a refresh or an import; undefined if it no longer exists. */
export async function readObject(
  session: Session,
  request: ReadRequest,
): Promise<ReadResult | undefined> {
  const { cluster, log } = session;
  if (!cluster) return withoutCluster(session, request);
  const kind = kindOf(request.type);
  const live = await readIfThere(cluster, kind, request.id, session.defaultNamespace);
  if (!live) return undefined;
  const isImport = Object.keys(request.outputs).length === 0;
  const declared = inputsInState(request.outputs, request.inputs);
  const inputs = isImport ? importedInputs(live) : refreshedInputs(live, declared);
  const result = {
    id: formatName(nameOf(live)),
    inputs: marked(kind, inputs),
    outputs: marked(
      kind,
      checkpoint(inputs, live, bookkeeping(inputs, request.outputs), secretsOf(kind, request)),
    ),
  };
  try {
    await checkReady(live, { cluster, log, urn: request.urn, kind });
    return result;
  } catch (error) {
    if (!(error instanceof NotReadyError)) throw error;
    throw new InitializationError(error.reasons, result.id, result.outputs, result.inputs);
  }
}

async function readIfThere(cluster: Cluster, kind: Kind, id: string, defaultNamespace: string) {
  const { namespace, name } = parseName(id);
  try {
    return await cluster.read(kind, {
      namespace: kind.namespaced ? namespace || defaultNamespace : "",
      name,
    });
  } catch (error) {
    if (isRefusal(error, "NotFound")) return undefined;
    throw error;
  }
}

function withoutCluster(session: Session, request: ReadRequest): ReadResult | undefined {
  const { settings, log, unreachable } = session;
  if (settings.deleteUnreachable) {
    reportForgotten(session, request.urn);
    return undefined;
  }
  log.warning(request.urn, unreachable);
  if (!settings.skipUpdateUnreachable) {
    throw new Error(
      `failed to read resource state due to unreachable cluster. ${deleteUnreachableHint}`,
    );
  }
  log.info(
    request.urn,
    "configured Kubernetes cluster is unreachable and the `skipUpdateUnreachable` option is " +
      "enabled. Returned data could not reflect the actual cluster configuration",
  );
  return { id: request.id, inputs: request.inputs, outputs: request.outputs };
}

// An import has no state that says what is secret.
function marked(kind: Kind, properties: Properties): Properties {
  return kind.kind === "Secret" ? markSecretData(properties) : properties;
}

function secretsOf(kind: Kind, { secrets }: ReadRequest): ReadonlySet<string> {
  return kind.kind === "Secret" ? new Set([...secrets, "data"]) : secrets;
}
