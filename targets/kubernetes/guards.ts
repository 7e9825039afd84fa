import * as kubernetes from "@pulumi/kubernetes";
import type { Port, WorkloadArgs } from "../target";
import { type ControllerContext, objectOptions } from "./controller";
import { isOpened } from "./external";
import { podLabels } from "./names";

type NetworkPolicySpec = kubernetes.types.input.networking.v1.NetworkPolicySpec;

/**
 * Declares what protects a workload: from losing several pods at once, and from clients that must not connect to it.
 */
export function declareGuards(name: string, args: WorkloadArgs, context: ControllerContext): void {
  const { metadata } = context;
  new kubernetes.policy.v1.PodDisruptionBudget(
    name,
    { metadata, spec: { maxUnavailable: 1, selector: { matchLabels: podLabels(args.host) } } },
    objectOptions(context),
  );
  new kubernetes.networking.v1.NetworkPolicy(
    name,
    { metadata, spec: ingress(args, context) },
    objectOptions(context),
  );
}

/**
 * Which clients may connect to which port. No policy stops what is forwarded through the API server, which reaches a
 * pod from its node.
 */
function ingress(
  { host, ports, replicas }: WorkloadArgs,
  context: ControllerContext,
): NetworkPolicySpec {
  return {
    podSelector: { matchLabels: podLabels(host) },
    policyTypes: ["Ingress"],
    ingress: ports.map((port) => ({
      ports: [portRange(port, replicas)],
      ...sources(host, port, isOpened(port, context)),
    })),
  };
}

/** The ports of all replicas: one policy applies to all of them. */
function portRange({ number, incrementPerReplica }: Port, replicas: number): NetworkPolicyPort {
  const range = incrementPerReplica && replicas > 1 ? { endPort: number + replicas - 1 } : {};
  return { port: number, ...range, protocol: "TCP" };
}

function sources(host: string, port: Port, opened: boolean): Pick<NetworkPolicyRule, "from"> {
  // Without `from`, everyone may connect: clients come from other namespaces, and through a node port from outside.
  if (port.clients === "any" || opened) return {};
  const hosts = [host, ...(port.clients ?? [])];
  return { from: hosts.map((each) => ({ podSelector: { matchLabels: podLabels(each) } })) };
}

type NetworkPolicyPort = kubernetes.types.input.networking.v1.NetworkPolicyPort;
type NetworkPolicyRule = kubernetes.types.input.networking.v1.NetworkPolicyIngressRule;
