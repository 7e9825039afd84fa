import type { Port, WorkloadArgs } from "../target";
import { clientService } from "./names";

// Clients and DNS get a moment to learn that a pod is stopping before it stops accepting requests.
const farewellSeconds = 2;
// A check that does not end counts as failed.
const checkSeconds = 30;

/** Time in seconds that a pod has from the decision to stop it until its end. */
export function terminationSeconds({
  stopGraceSeconds,
  beforeStop,
}: Pick<WorkloadArgs, "stopGraceSeconds" | "beforeStop">): number {
  const delay = beforeStop ? beforeStop.timeoutSeconds + checkSeconds : 0;
  return farewellSeconds + delay + stopGraceSeconds;
}

/** The ports that clients find through the Service: those that any workload may use, if there are any. */
export function clientPorts(ports: readonly Port[]): readonly Port[] {
  const open = ports.filter(({ clients }) => clients === "any");
  return open.length > 0 ? open : ports;
}

/**
 * The command that delays a pod's stop while the check fails, up to its limit, but no longer once the Service for
 * clients, which this pod has seen, is deleted. If another name is found at the same moment, the Service is really
 * deleted, and DNS has not just failed to answer. What the command waits for goes to the container's own log.
 */
export function beforeStopCommand({
  host,
  ports,
  beforeStop,
}: Pick<WorkloadArgs, "host" | "ports" | "beforeStop">): string[] {
  if (!beforeStop) return ["sleep", String(farewellSeconds)];
  const service = clientAddress(host, ports);
  const script = [
    'tell() { echo "$1" >/proc/1/fd/1; }',
    // Not every image has a tool that queries DNS. These are the messages of glibc and musl for a name that does not
    // exist.
    `unknown() { [[ $(LC_ALL=C timeout 5 ${connect("$1")} 2>&1) =~ "Name or service not known"|"Name does not resolve" ]]; }`,
    `gone() { [[ -e ${seenFile} ]] && unknown ${service} && ! unknown kubernetes.default.svc/443 && unknown ${service}; }`,
    `sleep ${farewellSeconds}`,
    `end=$((SECONDS + ${beforeStop.timeoutSeconds}))`,
    `until gone || reason=$(timeout ${checkSeconds} "$@" 2>/dev/null); do`,
    '  reason=$(tail -n 1 <<<"$reason")',
    "  reason=${reason:-the check before a stop failed, or took too long}",
    "  if ((SECONDS >= end)); then",
    `    tell "Stopping after ${beforeStop.timeoutSeconds} s all the same: $reason"`,
    "    break",
    "  fi",
    '  tell "Waiting to stop: $reason"',
    "  sleep 2",
    "done",
  ].join("\n");
  return ["bash", "-c", script, "bash", ...beforeStop.command];
}

/**
 * The readiness check, which also records that the Service for clients exists: before that, its absence means nothing.
 */
export function seesClientService({
  host,
  ports,
  health,
  beforeStop,
}: Pick<WorkloadArgs, "host" | "ports" | "health" | "beforeStop">): readonly string[] {
  if (!beforeStop) return health.ready;
  const look = `[[ -e ${seenFile} ]] || ! timeout 1 ${connect(clientAddress(host, ports))} 2>/dev/null || touch ${seenFile}`;
  return ["bash", "-c", `${look}\nexec "$@"`, "bash", ...health.ready];
}

const seenFile = "/tmp/client-service-seen";

/** The Service and its first port, as bash writes addresses. */
function clientAddress(host: string, ports: readonly Port[]): string {
  return `${clientService(host)}/${clientPorts(ports)[0]?.number}`;
}

function connect(address: string): string {
  return `bash -c "</dev/tcp/${address}"`;
}
