import type { KubeConfig } from "@kubernetes/client-node";
import type { Properties } from "../../../../provider/sdk/value";
import type { Kind } from "../kinds";
import { objects, text, type ObjectName } from "../object";
import { connectionFailure } from "./api-error";
import { callApi } from "./request";

/** How a change is recorded in the object's managed fields, and whether it is a dry run. */
export interface WriteOptions {
  readonly fieldManager: string;
  /** Makes the server check the change without storing it. */
  readonly dryRun: boolean;
}

/** A cluster, as far as the plugin needs it. */
export class Cluster {
  constructor(private readonly config: KubeConfig) {}

  /** The namespace of the kubeconfig's context, if it has one. */
  get contextNamespace(): string | undefined {
    return this.config.getContextObject(this.config.getCurrentContext())?.namespace;
  }

  /** Why the cluster is unreachable; undefined if it is reachable. */
  async unreachableReason(): Promise<string | undefined> {
    try {
      await callApi(this.config, { method: "GET", path: "/version" });
      return undefined;
    } catch (error) {
      const server = this.config.getCurrentCluster()?.server ?? "";
      return (
        "unable to load schema information from the API server: " +
        `Get "${server}/openapi/v2?timeout=32s": ${connectionFailure(error)}`
      );
    }
  }

  read(kind: Kind, name: ObjectName): Promise<Properties> {
    return callApi(this.config, { method: "GET", path: pathOf(kind, name) });
  }

  /** Lists the objects in a namespace that have all the labels. */
  async list(
    kind: Pick<Kind, "apiVersion" | "plural" | "namespaced">,
    namespace: string,
    labels: Properties,
  ): Promise<Properties[]> {
    const labelSelector = Object.keys(labels)
      .map((label) => `${label}=${text(labels, label)}`)
      .join(",");
    const path = pathOf(kind, { namespace, name: "" });
    return objects(
      await callApi(this.config, { method: "GET", path, query: { labelSelector } }),
      "items",
    );
  }

  create(kind: Kind, { namespace }: ObjectName, body: Properties, options: WriteOptions) {
    const path = pathOf(kind, { namespace, name: "" });
    return callApi(this.config, { method: "POST", path, body, query: writeQuery(options) });
  }

  /** Server-side apply: the field manager owns the fields of the body, and nothing more. */
  apply(kind: Kind, name: ObjectName, body: Properties, options: WriteOptions, force: boolean) {
    return callApi(this.config, {
      method: "PATCH",
      path: pathOf(kind, name),
      body,
      contentType: "application/apply-patch+yaml",
      query: { ...writeQuery(options), force: String(force) },
    });
  }

  /** Changes the fields that the patch names (RFC 7386) and leaves the rest. */
  mergePatch(kind: Kind, name: ObjectName, body: Properties, options: WriteOptions) {
    return callApi(this.config, {
      method: "PATCH",
      path: pathOf(kind, name),
      body,
      contentType: "application/merge-patch+json",
      query: writeQuery(options),
    });
  }

  /** Applies a list of operations (RFC 6902). */
  jsonPatch(kind: Kind, name: ObjectName, body: readonly Properties[]) {
    return callApi(this.config, {
      method: "PATCH",
      path: pathOf(kind, name),
      body,
      contentType: "application/json-patch+json",
    });
  }

  delete(kind: Kind, name: ObjectName, propagationPolicy: string) {
    const path = pathOf(kind, name);
    return callApi(this.config, { method: "DELETE", path, body: { propagationPolicy } });
  }
}

function pathOf(
  { apiVersion, plural, namespaced }: Pick<Kind, "apiVersion" | "plural" | "namespaced">,
  { namespace, name }: ObjectName,
): string {
  const root = apiVersion.includes("/") ? "/apis" : "/api";
  const scope = namespaced ? `/namespaces/${encodeURIComponent(namespace)}` : "";
  const item = name ? `/${encodeURIComponent(name)}` : "";
  return `${root}/${apiVersion}${scope}/${plural}${item}`;
}

function writeQuery({ fieldManager, dryRun }: WriteOptions): Record<string, string> {
  return { fieldManager, ...(dryRun ? { dryRun: "All" } : {}) };
}
