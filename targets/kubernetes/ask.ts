import type { ConfigurationOptions, KubeConfig } from "@kubernetes/client-node";
import { type ClusterAccess, loadKubeconfig } from "./kubeconfig";

const timeoutMilliseconds = 3000;

/** Asks a cluster; undefined where it does not answer within three seconds, or may not be asked. */
export async function askCluster<Answer>(
  access: ClusterAccess,
  ask: (config: KubeConfig, options: ConfigurationOptions) => Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    const config = await loadKubeconfig(access);
    const { Observable } = await import("@kubernetes/client-node");
    const signal = AbortSignal.timeout(timeoutMilliseconds);
    return await ask(config, {
      middleware: [
        {
          pre: (request) => {
            request.setSignal(signal);
            return new Observable(Promise.resolve(request));
          },
          post: (response) => new Observable(Promise.resolve(response)),
        },
      ],
    });
  } catch {
    return undefined;
  }
}
