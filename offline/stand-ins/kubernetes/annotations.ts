import type { CheckFailure } from "../../../provider/sdk/provider";
import { isProperties, type Properties } from "../../../provider/sdk/value";
import { annotation, field } from "./object";

const prefix = "pulumi.com/";

export const autonamedAnnotation = `${prefix}autonamed`;
const deletionPropagation = `${prefix}deletionPropagationPolicy`;
const patchFieldManager = `${prefix}patchFieldManager`;
const patchForce = `${prefix}patchForce`;
const skipAwait = `${prefix}skipAwait`;
const timeoutSeconds = `${prefix}timeoutSeconds`;
const waitFor = `${prefix}waitFor`;

const supported: readonly string[] = [
  autonamedAnnotation,
  deletionPropagation,
  patchFieldManager,
  patchForce,
  skipAwait,
  timeoutSeconds,
  waitFor,
];

/** Refuses annotations for the provider that the plugin does not implement. */
export function checkAnnotations(object: Properties): CheckFailure[] {
  const annotations = field(object, "metadata", "annotations");
  return Object.keys(isProperties(annotations) ? annotations : {})
    .filter((name) => name.startsWith(prefix) && !supported.includes(name))
    .concat(annotation(object, waitFor) && !conditionOf(object) ? [waitFor] : [])
    .map((name) => ({
      property: "metadata.annotations",
      reason: `'${name}' is not supported by the offline kubernetes provider`,
    }));
}

/** What the user wants to wait for instead of the kind's own readiness: a field, and optionally its value. */
export function conditionOf(
  object: Properties,
): { readonly path: readonly string[]; readonly value: string | undefined } | undefined {
  const [, path, value] =
    /^jsonpath=\{((?:\.\w+)+)\}(?:=(.*))?$/.exec(annotation(object, waitFor)) ?? [];
  return path === undefined ? undefined : { path: path.slice(1).split("."), value };
}

/** Whether the provider chose the object's name. */
export function isAutonamed(object: Properties): boolean {
  return isTrue(object, autonamedAnnotation);
}

/** Whether an update takes fields from other managers: set on the object, or for all in the environment. */
export function forcesPatch(object: Properties): boolean {
  return isTrue(object, patchForce) || process.env.PULUMI_K8S_ENABLE_PATCH_FORCE === "true";
}

/** Whether the user chose not to wait for the object. */
export function skipsAwait(object: Properties): boolean {
  return isTrue(object, skipAwait);
}

/** The field manager that the user chose for the object. */
export function chosenFieldManager(object: Properties): string | undefined {
  return annotation(object, patchFieldManager) || undefined;
}

/** What happens to the objects that this one owns, such as pods: they are deleted first by default. */
export function propagationPolicy(object: Properties): string {
  const policy = annotation(object, deletionPropagation).toLowerCase();
  if (policy === "orphan") return "Orphan";
  return policy === "background" ? "Background" : "Foreground";
}

/** How long to wait, in seconds: the resource's own time limit, else the annotation's, else the kind's. */
export function timeLimit(object: Properties, custom: number, otherwise: number): number {
  return custom || Number(annotation(object, timeoutSeconds)) || otherwise;
}

function isTrue(object: Properties, name: string): boolean {
  return annotation(object, name) === "true";
}
