import { startCommand } from "../start-command";
import type { WorkloadArgs } from "../target";

// Placeholders for what only a pod knows. They use private-use characters, so that no value contains them by accident.
const placeholder = {
  number: "\uE000number\uE001",
  host: "\uE000host\uE001",
  zone: "\uE000zone\uE001",
};

/**
 * The variable that holds a pod's zone. Since Kubernetes 1.35, pods get this label from their node (KEP-4742); before,
 * it is empty.
 */
export const zoneVariable = {
  name: "NODE_ZONE",
  valueFrom: { fieldRef: { fieldPath: "metadata.labels['topology.kubernetes.io/zone']" } },
};

/** A pod's environment: what all replicas share, and what each replica works out itself. */
export interface PodEnvironment {
  readonly shared: Readonly<Record<string, string>>;
  /** Names of the variables that the command sets. Default: none. */
  readonly own?: readonly string[];
  /**
   * A command that sets the rest, runs what comes before the start, and then becomes the image's own. Absent if there
   * is neither.
   */
  readonly command?: readonly string[];
  /** Whether the command needs {@link zoneVariable}. Default: it does not. */
  readonly needsZone?: true;
}

/** Where clients outside the cluster find a port of a replica. */
export interface PublishedAddress {
  /** The host, by the replica's number. */
  readonly host: (replica: string) => string;
  /** Port of the first replica; each further one has the next. */
  readonly firstPort: number;
}

/**
 * Splits the environment of a workload's replicas, which share one template in a StatefulSet: a pod knows its number
 * from its host name, `NAME-ORDINAL`.
 *
 * @param domain What follows the pod's name in its address.
 * @param outside Address of a port outside the cluster, if it has one.
 */
export function podEnvironment(
  args: Pick<WorkloadArgs, "environment" | "command" | "beforeStart">,
  domain: string,
  outside: (port: string) => PublishedAddress | undefined,
): PodEnvironment {
  const environment = args.environment({
    number: placeholder.number,
    host: placeholder.host,
    zone: placeholder.zone,
    outside: (port) => {
      const address = outside(port);
      return address && `${address.host(placeholder.number)}:\uE000port ${address.firstPort}\uE001`;
    },
  });
  const entries = Object.entries(environment).sort(([a], [b]) => a.localeCompare(b));
  const own = entries.filter(([, value]) => value.includes("\uE000"));
  const shared = Object.fromEntries(entries.filter((entry) => !own.includes(entry)));
  const lines = own.map(([name, value]) => exportLine(name, value, domain));
  const needsZone = own.some(([, value]) => value.includes(placeholder.zone));
  if (lines.length > 0) lines.unshift("ordinal=${HOSTNAME##*-}");
  if (args.beforeStart !== undefined) lines.push(args.beforeStart);
  return {
    shared,
    ...(own.length > 0 && { own: own.map(([name]) => name) }),
    ...(needsZone && { needsZone }),
    ...(lines.length > 0 && { command: startCommand(lines, args.command) }),
  };
}

function exportLine(name: string, value: string, domain: string): string {
  const line = `export ${name}="${expand(value, domain)}"`;
  return value.includes(placeholder.zone) ? `[[ -z $${zoneVariable.name} ]] || ${line}` : line;
}

/** The shell word, between double quotes, that a value with placeholders becomes. */
function expand(value: string, domain: string): string {
  return value
    .replace(/["\\$`]/g, "\\$&")
    .replaceAll(placeholder.number, "$((ordinal + 1))")
    .replaceAll(placeholder.zone, `$${zoneVariable.name}`)
    .replaceAll(placeholder.host, `$HOSTNAME.${domain}`)
    .replace(/\uE000port (\d+)\uE001/g, "$(($1 + ordinal))");
}
