import { isDeepStrictEqual } from "node:util";
import type { DiffConfigRequest, DiffConfigResult } from "../../../provider/sdk/provider";
import type { Properties } from "../../../provider/sdk/value";
import { loadKubeconfig, parseKubeconfig } from "./cluster/kubeconfig";
import { changedSettings, readSettings } from "./configuration";

/**
 * Compares two configurations. All objects are replaced if the new one points to another cluster: one with
 * another address or certificate, because clusters have no identity.
 *
 * @throws KubeconfigError if the new kubeconfig cannot be parsed
 */
export function diffConfiguration({ olds, news }: DiffConfigRequest): DiffConfigResult {
  const changed = changedSettings(olds, news);
  if (changed.length === 0) return { changed, replace: false };
  parseKubeconfig(readSettings(news).kubeconfig);
  const [before, after] = [activeCluster(olds), activeCluster(news)];
  // Settings that pointed to no cluster have created no objects.
  const replace = before !== undefined && after !== undefined && !isDeepStrictEqual(before, after);
  return { changed, replace };
}

function activeCluster(config: Properties) {
  try {
    const loaded = loadKubeconfig(readSettings(config));
    return loaded.getCurrentCluster();
  } catch {
    return undefined;
  }
}
