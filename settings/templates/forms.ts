import { z } from "zod";
import { Written } from "../../common/written";
import { isMap, matching } from "../forms";

// Forms of Kubernetes fields ("API conventions" and "Labels and Selectors" in the Kubernetes documentation).

const label = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const subdomain = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** What an editor may accept for text. */
const textTypes = ["string", "number", "boolean"];

/** Text, also if YAML reads it as a number or a boolean: Kubernetes wants text. */
export const text = z
  .union([z.string(), z.instanceof(Written), z.boolean()], { error: "must be text" })
  .transform(String)
  .meta({ type: textTypes });

/** The name of an object of the cluster, such as a Secret. */
export const objectName = matching(
  subdomain,
  "must be the name of an object: up to 253 of a-z, 0-9, '-' and '.', the first and last a letter or digit",
);

/** The name of something in a pod, such as a volume. */
export const partName = matching(
  /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
  "must be up to 63 of a-z, 0-9 and '-', the first and last no '-'",
);

/**
 * A map of text.
 *
 * @param judgeKey What is wrong with a key.
 * @param judgeValue What is wrong with a value. Default: nothing.
 */
export function textMap(
  judgeKey: (key: string) => string | undefined,
  judgeValue: (value: string) => string | undefined = () => undefined,
) {
  const read = z.unknown().transform((given, context): Record<string, string> => {
    const problem = (path: string[], message: string) => {
      context.addIssue({ code: "custom", path, message });
    };
    if (!isMap(given)) {
      problem([], "must be a map of text");
      return z.NEVER;
    }
    return Object.fromEntries(
      Object.entries(given).flatMap(([key, value]) => {
        const read = text.safeParse(value);
        const wrong = judgeKey(key) ?? (read.data && judgeValue(read.data));
        if (wrong) problem([key], wrong);
        else if (!read.success) problem([key], "must be text");
        return read.success ? [[key, read.data]] : [];
      }),
    );
  });
  return read.meta({ type: "object", additionalProperties: { type: textTypes } });
}

/** @param isReserved Whether a key belongs to the platform or to Kubernetes. */
function map(judgeValue: (value: string) => string | undefined, isReserved: RegExp) {
  return textMap((key) => keyProblem(key, isReserved), judgeValue);
}

function keyProblem(key: string, isReserved: RegExp): string | undefined {
  const [name = "", ...prefix] = key.split("/").reverse();
  const isKey =
    label.test(name) && prefix.length < 2 && prefix.every((each) => subdomain.test(each));
  if (!isKey) return "is not a key that Kubernetes accepts: NAME or DOMAIN/NAME";
  return isReserved.test(key)
    ? "is not free: the platform or Kubernetes sets it; remove it"
    : undefined;
}

/** Labels of a pod. By some the platform, and Kubernetes, find the pod. */
export const podLabels = map(
  labelProblem,
  /^(app\.kubernetes\.io\/(name|part-of)|(statefulset|apps|topology)\.kubernetes\.io\/.*|controller-revision-hash|pod-template-(hash|generation))$/,
);

/** Labels of a node. */
export const nodeLabels = map(labelProblem, /^$/);

/** Annotations. Pulumi acts on its own. */
export const annotations = map(() => undefined, /^(secret-version|pulumi\.com\/.*)$/);

/** Annotations of the Services for clients outside. */
export const externalAnnotations = () => annotations;

function labelProblem(value: string): string | undefined {
  return value === "" || label.test(value)
    ? undefined
    : "must be empty or up to 63 letters, digits, '-', '_' and '.', the first and last a letter or digit";
}

const cpuPattern = /^(\d+(?:\.\d{1,3})?)(m?)$/;
const readMillicores = text.transform((given, context) => {
  const [, digits = "", milli] = cpuPattern.exec(given) ?? [];
  const amount = Math.round(Number(digits) * (milli ? 1 : 1000));
  const isWhole = digits !== "" && !(milli && digits.includes("."));
  if (isWhole && amount > 0) return amount;
  context.addIssue({ code: "custom", message: "must be an amount of CPU, such as 500m or 1.5" });
  return z.NEVER;
});

/** An amount of CPU, such as `500m` or `1.5`, in thousandths of a core. */
export const millicores = readMillicores.meta({
  type: ["string", "number"],
  pattern: cpuPattern.source,
});

const bytesPattern = /^[1-9]\d*([kMGTPE]|[KMGTPE]i)?$/;

/** An amount of bytes, such as `2Gi`. */
export const bytes = text
  .refine((given) => bytesPattern.test(given), {
    error: "must be an amount of bytes, such as 2Gi",
  })
  .meta({ type: ["string", "integer"], pattern: bytesPattern.source });

/** A whole number in the form in which Kubernetes wants it. */
export const integer = z
  .instanceof(Written, { error: "must be a whole number" })
  .refine(({ source }) => /^-?\d{1,9}$/.test(source), { error: "must be a whole number" })
  .transform(Number);

/** A value that is passed on as it is, with its numbers as numbers. */
function plain(value: unknown): unknown {
  if (value instanceof Written) return Number(value.source);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}

/**
 * A map whose inside only Kubernetes checks.
 *
 * @param needed A key without which the API server refuses it. Default: none.
 */
export function passedOn<Kind extends object = Record<string, unknown>>(needed?: string) {
  const error = needed === undefined ? "must be a map" : `must be a map with ${needed}`;
  return z.unknown().transform((given, context): Kind => {
    if (isMap(given) && (needed === undefined || given[needed] !== undefined)) {
      return plain(given) as Kind;
    }
    context.addIssue({ code: "custom", message: error });
    return z.NEVER;
  });
}

/** Text that is not empty, such as a key. */
export const key = z.string({ error: "must be text" }).min(1, "must not be empty");

export function list<Item extends z.ZodType>(item: Item) {
  return z.array(item, { error: "must be a list" });
}
