import { own } from "../../../common/own";
import { differingInputs, type Handler } from "../../../provider/handler";
import { clusterHandler } from "../../../provider/handlers/cluster";
import { readyHandler } from "../../../provider/handlers/ready";
import { smokeHandler } from "../../../provider/handlers/smoke-run";
import type { Change } from "./changes";
import type { Inputs, ResourceState, Value } from "./preview";
import { code, named } from "./table";

/** The resources that only check the platform, by type, with what decides at `up` whether they run again. */
const handlers = {
  "kafka-platform:target:Ready": readyHandler,
  "kafka-platform:kafka:Cluster": clusterHandler,
  "kafka-platform:kafka:SmokeRun": smokeHandler,
} as Readonly<Record<string, Handler<object, object>>>;

/** Whether a resource only checks the platform. */
export function isCheck({ type }: Pick<ResourceState, "type">): boolean {
  return own(handlers, type) !== undefined;
}

/**
 * Whether a check would run again if one declaration followed the other: an input that counts differs, or comes from a
 * resource that gets another identity, which no preview without a deployed stack shows.
 *
 * @param renewed URNs of such resources.
 */
export function runsAgain(
  { inputs: before = {} }: ResourceState,
  { type, inputs: after = {}, propertyDependencies = {} }: ResourceState,
  renewed: ReadonlySet<string>,
): boolean {
  const handler = own(handlers, type);
  if (!handler) return false;
  const { inputs, diff = (a: object, b: object) => differingInputs(inputs, a, b) } = handler;
  if (Object.keys(diff(before, after)).length > 0) return true;
  // An input that counts differs from none.
  const counts = Object.keys(diff({}, after));
  return counts.some((name) => own(propertyDependencies, name)?.some((urn) => renewed.has(urn)));
}

/**
 * Whether a change gives a workload another identity: a replaced container has another id, and a changed template of
 * pods another generation.
 */
export function isRenewed({ operation, type, differences }: Change): boolean {
  if (operation === "replaced") return true;
  const isTemplate = ({ path }: { readonly path: string }) => path.startsWith("spec.");
  return operation === "changed" && type.startsWith("kubernetes:") && differences.some(isTemplate);
}

/** A check, and for one that holds replicas back, which and until when. */
export function describeCheck(change: Change): string {
  const { watched, onlyFor } = (change.after ?? change.before)?.inputs ?? {};
  const [needed, held] = [placesOf(watched), placesOf(onlyFor)];
  if (!held || !needed) return named(change);
  return `${named(change)} (waits for ${needed} before changing ${held})`;
}

function placesOf(watched: Value | undefined): string | undefined {
  if (typeof watched !== "object" || watched === null || Array.isArray(watched)) return undefined;
  const { containers, kind, name } = watched as Inputs;
  if (typeof kind === "string" && typeof name === "string") return `${kind} ${code(name)}`;
  return Array.isArray(containers)
    ? containers.map((each) => code(String(each))).join(", ")
    : undefined;
}
