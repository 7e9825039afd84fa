import net from "node:net";
import type { ISocketFactory } from "kafkajs";
import { loadKubeconfig } from "../targets/kubernetes/kubeconfig";
import type { KubernetesReach } from "../targets/reach";

/**
 * Makes the sockets of a Kafka client whose brokers are pods: each connection goes through the API
 * server's port-forward, so that nothing has to be exposed outside the cluster. A broker is told from
 * the others by the pod's name, the first label of the host that it advertises.
 */
export async function forwardingSockets(reach: KubernetesReach): Promise<ISocketFactory> {
  const config = await loadKubeconfig(reach);
  const { PortForward } = await import("@kubernetes/client-node");
  const forward = new PortForward(config);
  return ({ host, port, onConnect }) => {
    const pod = host.split(".")[0] ?? "";
    const socket = new net.Socket();
    // kafkajs wants a real socket: a pair over loopback, of which the other end is forwarded.
    const server = net.createServer((peer) => {
      server.close();
      peer.on("error", () => socket.destroy());
      forward
        .portForward(reach.namespace, pod, [port], peer, null, peer)
        .then((opened) => {
          const socketOf = opened as Closeable | (() => Closeable | null);
          const webSocket = typeof socketOf === "function" ? socketOf() : socketOf;
          const end = () => socket.destroy();
          webSocket?.addEventListener("close", end);
          webSocket?.addEventListener("error", end);
          peer.on("close", () => webSocket?.close());
        })
        .catch((error: unknown) => socket.destroy(new Error(forwardProblem(pod, error))));
    });
    socket.on("close", () => server.close());
    server.on("error", (error) => socket.destroy(error));
    server.listen(0, "127.0.0.1", () => {
      socket.connect((server.address() as net.AddressInfo).port, "127.0.0.1", onConnect);
    });
    return socket;
  };
}

/** What is used of a WebSocket. */
interface Closeable {
  addEventListener(event: "close" | "error", listener: () => void): void;
  close(): void;
}

function forwardProblem(pod: string, error: unknown): string {
  const reason =
    error instanceof Error ? error.message : ((error as Error | null)?.message ?? "refused");
  return `the API server does not forward to pod ${pod}: ${reason}`;
}
