import type { Properties, Value } from "../../../../provider/sdk/value";
import { isProperties } from "../../../../provider/sdk/value";
import { forcesPatch } from "../annotations";
import { isRefusal } from "../cluster/api-error";
import type { Cluster } from "../cluster/cluster";
import { createManager, ownedByCreate, takeOverFields } from "../cluster/managed-fields";
import type { Kind } from "../kinds";
import { nameOf } from "../object";
import { inputsInState } from "../state";
import type { Session } from "./session";

/** A change of an object. */
export interface Change {
  readonly kind: Kind;
  readonly olds: Properties;
  readonly oldInputs: Properties;
  readonly news: Properties;
  readonly live: Properties;
  readonly fieldManager: string;
  /** Whether the server only checks the change. */
  readonly preview: boolean;
}

/** Sends a change to the API server. */
export function applyChange({ settings }: Session, cluster: Cluster, change: Change) {
  return settings.enableServerSideApply
    ? serverSideApply(cluster, change)
    : mergePatch(cluster, change);
}

async function serverSideApply(cluster: Cluster, change: Change): Promise<Properties> {
  const { kind, news, live, fieldManager, preview } = change;
  const name = nameOf(live);
  if (!preview) {
    const takeOver = takeOverFields(live, fieldManager);
    if (takeOver.length > 0) await cluster.jsonPatch(kind, name, takeOver);
  }
  // In a preview the fields still belong to the manager that created the object.
  const force = forcesPatch(news) || (preview && ownedByCreate(live));
  try {
    return await cluster.apply(kind, name, news, { fieldManager, dryRun: preview }, force);
  } catch (error) {
    if (!isRefusal(error, "Conflict")) throw error;
    throw new Error(
      "server-side apply field conflict detected, see " +
        "https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/" +
        "managing-resources-with-server-side-apply/#handle-field-conflicts-on-existing-resources " +
        "for troubleshooting help\n" +
        `The resource managed by field manager "${fieldManager}" had an apply conflict: ` +
        error.message,
      { cause: error },
    );
  }
}

function mergePatch(cluster: Cluster, change: Change): Promise<Properties> {
  const { kind, olds, oldInputs, news, live, preview } = change;
  const patch = mergePatchOf(inputsInState(olds, oldInputs), news);
  const options = { fieldManager: createManager, dryRun: preview };
  return cluster.mergePatch(kind, nameOf(live), patch, options);
}

/** The JSON Merge Patch (RFC 7386) that turns one object into another. */
export function mergePatchOf(olds: Properties, news: Properties): Properties {
  const patch: Properties = {};
  for (const name of Object.keys(olds)) if (!(name in news)) patch[name] = null;
  for (const [name, value] of Object.entries(news)) {
    const old: Value | undefined = olds[name];
    patch[name] = isProperties(old) && isProperties(value) ? mergePatchOf(old, value) : value;
  }
  return patch;
}
