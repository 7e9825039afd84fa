import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import type { KubeConfig } from "@kubernetes/client-node";
import { parse } from "yaml";

/** What is read from a kubeconfig. */
interface Users {
  readonly users?: readonly { readonly name?: string; readonly user?: { tokenFile?: string } }[];
}

/**
 * Makes users of a kubeconfig that name a file with their token (`tokenFile`) use it: the library ignores it.
 *
 * @param kubeconfig Its text. Empty: the one that kubectl would use.
 */
export function useTokenFiles(config: KubeConfig, kubeconfig: string): void {
  const sources = kubeconfig ? [{ text: kubeconfig, folder: "" }] : kubeconfigFiles();
  for (const { text, folder } of sources) {
    for (const { name, user } of (
      parse(text, { prettyErrors: false, logLevel: "silent" }) as Users | null
    )?.users ?? []) {
      const known = config.users.find((each) => each.name === name);
      if (!known || !user?.tokenFile || known.token || known.authProvider) continue;
      const tokenFile = resolve(folder, user.tokenFile);
      const authProvider = { name: "tokenFile", config: { tokenFile } };
      config.users = config.users.map((each) =>
        each === known ? { ...each, authProvider } : each,
      );
    }
  }
}

function kubeconfigFiles() {
  const files = process.env.KUBECONFIG?.split(delimiter).filter((file) => file !== "") ?? [];
  return (files.length > 0 ? files : [join(homedir(), ".kube", "config")])
    .filter((file) => existsSync(file))
    .map((file) => ({ text: readFileSync(file, "utf8"), folder: dirname(resolve(file)) }));
}
