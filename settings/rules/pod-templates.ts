import { dataPaths } from "../../components/confluent-images";
import type { Problem } from "../problems";
import type { PodTemplate } from "../templates/pod";
import { patches, type WorkloadName } from "../templates/workloads";
import { variableProblem } from "../templates/variables";
import type { WellFormed } from ".";

type Rule = (values: WellFormed) => Problem[];

/** The volumes that hold each workload's data, by name, with their paths. */
const dataVolumes: Readonly<Record<WorkloadName, Readonly<Record<string, string>>>> = {
  zookeeper: dataPaths.zookeeper,
  kafka: dataPaths.broker,
  "kafka-ui": {},
};

/** Claims of the platform itself: a volume's name, the workload and the pod's number. */
const dataClaim = /^(data|logs)-(kafka|zookeeper)-\d+$/;

const cpuRequests = {
  zookeeper: "zookeeperCpuMillicores",
  kafka: "brokerCpuMillicores",
  "kafka-ui": "kafkaUiCpuMillicores",
} as const;

/** Rules about `podTemplates`, by name: a template cannot change what the platform itself says. */
export const podTemplateRules = {
  podVariablesAreFree: (values) =>
    templates(values).flatMap(({ at, patch, of }) =>
      (patch.env ?? []).flatMap(({ name }, index) => {
        const path = `${at}.env[${index}].name`;
        const problem = of.map((host) => variableProblem(host, name)).find(Boolean);
        if (problem !== undefined) return [{ path, message: `is ${name}, ${problem}` }];
        return isRepeated(patch.env, index, "name")
          ? [{ path, message: `is ${name}, as another one's before; must be set once` }]
          : [];
      }),
    ),

  podVolumesAreFree: (values) =>
    templates(values).flatMap(({ at, patch, of }) =>
      (patch.volumes ?? []).flatMap(({ name, persistentVolumeClaim: claim }, index) => {
        if (claim && dataClaim.test(String(claim.claimName))) {
          return [
            {
              path: `${at}.volumes[${index}].persistentVolumeClaim.claimName`,
              message: `is ${claim.claimName}, a claim of the platform's own data; must be another claim`,
            },
          ];
        }
        const path = `${at}.volumes[${index}].name`;
        const host = of.find((each) => Object.hasOwn(dataVolumes[each], name));
        if (host !== undefined) {
          return [
            { path, message: `is ${name}, which holds the data of ${host}; must be another name` },
          ];
        }
        return isRepeated(patch.volumes, index, "name")
          ? [{ path, message: `is ${name}, as another one's before; must be a name of its own` }]
          : [];
      }),
    ),

  podMountsAreApart: (values) =>
    templates(values).flatMap(({ at, patch, of }) =>
      (patch.volumeMounts ?? []).flatMap(({ name, mountPath }, index): Problem[] => {
        const each = `${at}.volumeMounts[${index}]`;
        const data = of
          .flatMap((host) => Object.values(dataVolumes[host]))
          .find((path) => isWithin(path, mountPath) || isWithin(mountPath, path));
        const isKnown = of.every((host) =>
          [values.podTemplates?.all, values.podTemplates?.[host]].some((template) =>
            template?.volumes?.some((volume) => volume.name === name),
          ),
        );
        return [
          ...(isKnown
            ? []
            : [
                { path: `${each}.name`, message: `is ${name}; must be the name of one of volumes` },
              ]),
          ...(data === undefined
            ? []
            : [
                {
                  path: `${each}.mountPath`,
                  message: `is ${mountPath}; must be apart from ${data}, where the data is`,
                },
              ]),
          ...(isRepeated(patch.volumeMounts, index, "mountPath")
            ? [
                {
                  path: `${each}.mountPath`,
                  message: `is ${mountPath}, as another one's before; must be a path of its own`,
                },
              ]
            : []),
        ];
      }),
    ),

  // The API server refuses the pods otherwise.
  cpuLimitsFitTheRequests: (values) =>
    templates(values).flatMap(({ at, patch, of }) =>
      of.flatMap((host): Problem[] => {
        const limit = patch.resources?.limits?.cpu;
        const isReplaced = of.length > 1 && values.podTemplates?.[host]?.resources?.limits?.cpu;
        const request = values[cpuRequests[host]];
        if (limit === undefined || isReplaced || request === undefined || limit >= request)
          return [];
        return [
          {
            path: `${at}.resources.limits.cpu`,
            message: `is ${limit}m; must be at least ${cpuRequests[host]}, ${request}m`,
          },
        ];
      }),
    ),
} as const satisfies Readonly<Record<string, Rule>>;

function templates({ target, podTemplates }: WellFormed) {
  return target === "kubernetes" ? patches<PodTemplate>("podTemplates", podTemplates) : [];
}

/** Whether an item before this one has the same key. */
function isRepeated<Key extends string>(
  items: readonly Readonly<Record<Key, unknown>>[] = [],
  index: number,
  key: Key,
): boolean {
  return items.slice(0, index).some((each) => each[key] === items[index]?.[key]);
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
