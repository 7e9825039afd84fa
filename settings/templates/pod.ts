import { isIP } from "node:net";
import type {
  V1CSIVolumeSource,
  V1LabelSelector,
  V1NodeSelector,
  V1PersistentVolumeClaimVolumeSource,
  V1PodAffinityTerm,
  V1PreferredSchedulingTerm,
  V1ProjectedVolumeSource,
  V1WeightedPodAffinityTerm,
} from "@kubernetes/client-node";
import { z } from "zod";
import { matching } from "../forms";
import { asWhole, strictObject } from "../strict-object";
import {
  annotations,
  bytes,
  integer,
  millicores,
  nodeLabels,
  objectName,
  partName,
  passedOn,
  podLabels,
  text,
} from "./forms";
import { byWorkload } from "./workloads";

/**
 * The volumes that the 'restricted' Pod Security Standard allows ("Pod Security Standards" in the Kubernetes
 * documentation).
 */
const volumeKinds = {
  configMap: passedOn("name").optional(),
  csi: passedOn<V1CSIVolumeSource>("driver").optional(),
  downwardAPI: passedOn().optional(),
  emptyDir: passedOn().optional(),
  ephemeral: passedOn().optional(),
  persistentVolumeClaim: passedOn<V1PersistentVolumeClaimVolumeSource>("claimName").optional(),
  projected: passedOn<Required<V1ProjectedVolumeSource>>("sources").optional(),
  secret: passedOn("secretName").optional(),
};
const kindNames = Object.keys(volumeKinds);

const volume = asWhole(
  strictObject({ name: partName, ...volumeKinds }, "a volume"),
  (given) => kindNames.filter((kind) => kind in given).length === 1,
  `must have exactly one of ${kindNames.join(", ")}`,
);

const volumeMount = strictObject(
  {
    name: partName,
    mountPath: matching(
      /^\/[^:]*[^:/]$/,
      "must be an absolute path without ':' and without '/' at its end",
    ),
    subPath: matching(/^[^/].*$/, "must be a relative path").optional(),
    readOnly: z.boolean({ error: "must be true or false" }).optional(),
  },
  "a volume mount",
);

const key = z.string({ error: "must be text" }).min(1, "must not be empty");
const ofObject = (what: string) =>
  strictObject({ name: objectName, key, optional: z.boolean().optional() }, what).optional();

const source = asWhole(
  strictObject(
    {
      secretKeyRef: ofObject("secretKeyRef"),
      configMapKeyRef: ofObject("configMapKeyRef"),
      fieldRef: strictObject({ fieldPath: key }, "fieldRef").optional(),
      resourceFieldRef: strictObject({ resource: key }, "resourceFieldRef").optional(),
    },
    "valueFrom",
  ),
  (given) => Object.keys(given).length === 1,
  "must have exactly one of its keys",
);

const variable = asWhole(
  strictObject(
    {
      name: matching(
        /^[A-Za-z_][A-Za-z0-9_]*$/,
        "must be letters, digits and '_', the first no digit",
      ),
      value: text.optional(),
      valueFrom: source.optional(),
    },
    "a variable",
  ),
  (given) => (given.value === undefined) !== (given.valueFrom === undefined),
  "must have either value or valueFrom",
);

const toleration = asWhole(
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

const spread = strictObject(
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

const hostAlias = strictObject(
  {
    ip: z.string({ error: "must be an IP address" }).refine((given) => isIP(given) !== 0, {
      error: "must be an IP address",
    }),
    hostnames: list(objectName),
  },
  "a host alias",
);

/** Memory and the CPU request have keys of their own. */
const resources = strictObject(
  {
    requests: strictObject({ "ephemeral-storage": bytes.optional() }, "requests").optional(),
    limits: strictObject(
      { cpu: millicores.optional(), "ephemeral-storage": bytes.optional() },
      "limits",
    ).optional(),
  },
  "resources",
);

const podTemplate = strictObject(
  {
    labels: podLabels.optional(),
    annotations: annotations.optional(),
    imagePullSecrets: list(strictObject({ name: objectName }, "an image pull secret")).optional(),
    serviceAccountName: objectName.optional(),
    priorityClassName: objectName.optional(),
    nodeSelector: nodeLabels.optional(),
    tolerations: list(toleration).optional(),
    affinity: strictObject(
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
    ).optional(),
    topologySpreadConstraints: list(spread).optional(),
    hostAliases: list(hostAlias).optional(),
    resources: resources.optional(),
    env: list(variable).optional(),
    volumes: list(volume).optional(),
    volumeMounts: list(volumeMount).optional(),
  },
  "a pod template",
);

/** What is changed in the pods of a workload. */
export type PodTemplate = z.output<typeof podTemplate>;

/** The form of `podTemplates`. */
export function podTemplates() {
  return byWorkload(podTemplate, "podTemplates");
}

function list<Item extends z.ZodType>(item: Item) {
  return z.array(item, { error: "must be a list" });
}

function policy() {
  return z.enum(["Honor", "Ignore"], { error: "must be Honor or Ignore" });
}
