import type { CheckFailure } from "../../../provider/sdk/provider";
import type { Properties, Value } from "../../../provider/sdk/value";

/** The Provider resource's settings. */
export interface Settings {
  /** Content of a kubeconfig, or path of one; undefined for KUBECONFIG or ~/.kube/config. */
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly cluster?: string;
  /** Namespace for objects that name none. */
  readonly namespace?: string;
  readonly enableServerSideApply: boolean;
  readonly enableConfigMapMutable: boolean;
  readonly enableSecretMutable: boolean;
  readonly deleteUnreachable: boolean;
  readonly skipUpdateUnreachable: boolean;
  /** Whether a create takes over an existing object. */
  readonly upsertExistingObjects: boolean;
}

const names: readonly string[] = [
  "kubeconfig",
  "context",
  "cluster",
  "namespace",
  "enableServerSideApply",
  "enableConfigMapMutable",
  "enableSecretMutable",
  "deleteUnreachable",
  "skipUpdateUnreachable",
  "upsertExistingObjects",
];

// What the engine adds to the user's settings.
const engineNames: readonly string[] = ["version", "pluginDownloadURL", "__internal"];

/** Refuses settings that the plugin does not implement. */
export function checkConfiguration(config: Properties): CheckFailure[] {
  return Object.keys(config)
    .filter((name) => !names.includes(name) && !engineNames.includes(name))
    .map((property) => ({
      property,
      reason: `'${property}' is not supported by the offline kubernetes provider`,
    }));
}

/** The settings that differ, in alphabetical order. */
export function changedSettings(olds: Properties, news: Properties): string[] {
  return names.filter((name) => setting(olds[name]) !== setting(news[name])).sort();
}

/** Reads the settings, and the environment variables for some of them. */
export function readSettings(config: Properties, environment = process.env): Settings {
  const flag = (name: string, variable: string, otherwise: boolean) => {
    const value = setting(config[name]) || environment[variable];
    return value ? value === "true" : otherwise;
  };
  return {
    ...optional("kubeconfig", config.kubeconfig),
    ...optional("context", config.context),
    ...optional("cluster", config.cluster),
    ...optional("namespace", config.namespace),
    enableServerSideApply: flag(
      "enableServerSideApply",
      "PULUMI_K8S_ENABLE_SERVER_SIDE_APPLY",
      true,
    ),
    enableConfigMapMutable: flag(
      "enableConfigMapMutable",
      "PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE",
      false,
    ),
    enableSecretMutable: flag("enableSecretMutable", "PULUMI_K8S_ENABLE_SECRET_MUTABLE", false),
    deleteUnreachable: flag("deleteUnreachable", "PULUMI_K8S_DELETE_UNREACHABLE", false),
    skipUpdateUnreachable: flag(
      "skipUpdateUnreachable",
      "PULUMI_K8S_SKIP_UPDATE_UNREACHABLE",
      false,
    ),
    upsertExistingObjects: flag(
      "upsertExistingObjects",
      "PULUMI_K8S_UPSERT_EXISTING_OBJECTS",
      false,
    ),
  };
}

/** A setting in the SDK's form: strings unchanged, everything else as JSON. */
function setting(value: Value | undefined): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function optional<Name extends string>(name: Name, value: Value | undefined) {
  return (typeof value === "string" && value !== "" ? { [name]: value } : {}) as Partial<
    Record<Name, string>
  >;
}
