import type { KubeConfig, User } from "@kubernetes/client-node";
import { excerpt } from "../../common/excerpt";
import { type ClusterAccess, loadKubeconfig } from "./kubeconfig";

/** Why a kubeconfig leads to no cluster. */
export interface AccessProblem {
  /** Which of the two settings it is about. */
  readonly of: keyof ClusterAccess;
  /** To follow the setting's name. It quotes only names from a kubeconfig. */
  readonly message: string;
}

/**
 * Says why a cluster cannot be reached with a kubeconfig, before the plugin tries: if the user has no credentials, the
 * plugin asks for a name on its standard input and waits forever. A machine without a kubeconfig is not judged: a
 * preview needs none.
 */
export async function accessProblem(access: ClusterAccess): Promise<AccessProblem | undefined> {
  try {
    const config = await loadKubeconfig(access);
    return access.kubeconfig === "" && isNone(config) ? undefined : judgeKubeconfig(config, access);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    const { of, lead, which } = wordsFor(access);
    return { of, message: `${lead}, and ${which} cannot be read: ${reasonOf(error)}` };
  }
}

/** The part of {@link accessProblem} that reads no file. */
export function judgeKubeconfig(
  config: KubeConfig,
  access: ClusterAccess,
): AccessProblem | undefined {
  const { of, lead, which } = wordsFor(access);
  const problem = (message: string) => ({ of, message: `${lead}, and ${which} ${message}` });
  const names = config.contexts.map(({ name }) => excerpt(name)).sort();
  const current = excerpt(config.currentContext ?? "");
  if (names.length === 0) return problem("has no contexts; it must be a kubeconfig in YAML");
  if (current === "") {
    return problem(`names no current context; set kubernetesContext to one of ${names.join(", ")}`);
  }
  const context = config.getContextObject(config.currentContext);
  if (!context) {
    return problem(
      `has no context ${current}; kubernetesContext must be one of ${names.join(", ")}`,
    );
  }
  const cluster = config.getCluster(context.cluster);
  if (!cluster) {
    return problem(
      `has no cluster ${excerpt(context.cluster)}, which its context ${current} names`,
    );
  }
  const user = config.getUser(context.user);
  // Without TLS, as through `kubectl proxy`, nobody has to authenticate.
  if (!cluster.server.startsWith("https:") || (user && hasCredentials(user))) return undefined;
  return problem(
    `has no credentials for the user ${excerpt(context.user)} of its context ${current}; give that user a token, ` +
      "a client certificate with its key, a name and password, or a command that gets one (exec)",
  );
}

function wordsFor({ kubeconfig, context }: ClusterAccess) {
  const which = kubeconfig === "" ? "this machine's kubeconfig" : "the configured kubeconfig";
  if (context !== "") return { of: "context", lead: `is ${excerpt(context)}`, which } as const;
  return kubeconfig === ""
    ? ({ of: "context", lead: "is empty", which } as const)
    : ({ of: "kubeconfig", lead: "is set", which } as const);
}

/** Whether a user can authenticate, by the rules of Kubernetes' own Go client. */
function hasCredentials(user: User): boolean {
  const hasAny = (...values: unknown[]) => values.some(Boolean);
  return (
    hasAny(user.token, user.username, user.exec, user.authProvider) ||
    (hasAny(user.certData, user.certFile) && hasAny(user.keyData, user.keyFile))
  );
}

/** Whether it stands for a kubeconfig that does not exist. */
function isNone({ contexts, users }: KubeConfig): boolean {
  return contexts[0]?.name === "loaded-context" && users[0]?.name === "user";
}

/** A YAML parser's message would quote the text, which contains secrets. */
function reasonOf(error: unknown): string {
  const { mark, message } = error as Error & { mark?: { line?: number } };
  if (mark?.line !== undefined) return `it is not YAML (line ${mark.line + 1})`;
  return /^\w+\[\d+\][\w.]* is missing$/.test(message) ? message : "it is not a kubeconfig";
}
