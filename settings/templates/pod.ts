import { isIP } from "node:net";
import type {
  V1CSIVolumeSource,
  V1PersistentVolumeClaimVolumeSource,
  V1ProjectedVolumeSource,
} from "@kubernetes/client-node";
import { z } from "zod";
import { matching } from "../forms";
import { asWhole, strictObject } from "../strict-object";
import {
  annotations,
  bytes,
  key,
  list,
  millicores,
  nodeLabels,
  objectName,
  partName,
  passedOn,
  podLabels,
  text,
} from "./forms";
import { affinity, spread, toleration } from "./placement";
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
      // A path to the data that is not seen as one would hide the data.
      /^(\/(?!\.{1,2}(\/|$))[^:/]+)+$/,
      "must be an absolute path without ':', '.', '..' and empty parts, and without '/' at its end",
    ),
    subPath: matching(/^[^/].*$/, "must be a relative path").optional(),
    readOnly: z.boolean({ error: "must be true or false" }).optional(),
  },
  "a volume mount",
);

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
    affinity: affinity.optional(),
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
