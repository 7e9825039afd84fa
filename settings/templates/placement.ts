import type {
  V1LabelSelector,
  V1NodeSelector,
  V1PodAffinityTerm,
  V1PreferredSchedulingTerm,
  V1WeightedPodAffinityTerm,
} from "@kubernetes/client-node";
import { z } from "zod";
import { asWhole, strictObject } from "../strict-object";
import { integer, key, list, passedOn, text } from "./forms";

// Where pods run.

/** A toleration of a node's taint. */
export const toleration = asWhole(
  strictObject(
    {
      key: z.string({ error: "must be text" }).optional(),
      operator: z.enum(["Exists", "Equal"], { error: "must be Exists or Equal" }).optional(),
      value: text.optional(),
      effect: z
        .enum(["NoSchedule", "PreferNoSchedule", "NoExecute"], {
          error: "must be NoSchedule, PreferNoSchedule or NoExecute",
        })
        .optional(),
      tolerationSeconds: integer.optional(),
    },
    "a toleration",
  ),
  ({ key, operator }) => (key ?? "") !== "" || operator === "Exists",
  "must have a key, or the operator Exists",
);

const rules = <Required extends z.ZodType, Preferred extends object>(
  required: Required,
  preferred: z.ZodType<Preferred>,
  what: string,
) =>
  strictObject(
    {
      requiredDuringSchedulingIgnoredDuringExecution: required.optional(),
      preferredDuringSchedulingIgnoredDuringExecution: list(preferred).optional(),
    },
    what,
  ).optional();

const ofPods = (what: string) =>
  rules(
    list(passedOn<V1PodAffinityTerm>("topologyKey")),
    passedOn<V1WeightedPodAffinityTerm>("podAffinityTerm"),
    what,
  );

/** How pods are spread over nodes or zones. */
export const spread = strictObject(
  {
    maxSkew: integer,
    topologyKey: key,
    whenUnsatisfiable: z.enum(["DoNotSchedule", "ScheduleAnyway"], {
      error: "must be DoNotSchedule or ScheduleAnyway",
    }),
    minDomains: integer.optional(),
    labelSelector: passedOn<V1LabelSelector>().optional(),
    matchLabelKeys: list(key).optional(),
    nodeAffinityPolicy: policy().optional(),
    nodeTaintsPolicy: policy().optional(),
  },
  "a topology spread constraint",
);

/** What pods are drawn to, or keep away from. */
export const affinity = strictObject(
  {
    nodeAffinity: rules(
      passedOn<V1NodeSelector>("nodeSelectorTerms"),
      passedOn<V1PreferredSchedulingTerm>("preference"),
      "nodeAffinity",
    ),
    podAffinity: ofPods("podAffinity"),
    podAntiAffinity: ofPods("podAntiAffinity"),
  },
  "affinity",
);

function policy() {
  return z.enum(["Honor", "Ignore"], { error: "must be Honor or Ignore" });
}
