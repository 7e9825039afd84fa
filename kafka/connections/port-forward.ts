import net from "node:net";
import type { KubeConfig } from "@kubernetes/client-node";
import { loadKubeconfig } from "../../targets/kubernetes/kubeconfig";
import { unreachable } from "../../common/unreachable";
import type { KubernetesConnection, Connection } from "../../targets/connection";

/** Opens a connection; the signature is that of a kafkajs socket factory. */
export type OpenSocket = (to: {
  readonly host: string;
  readonly port: number;
  readonly onConnect: () => void;
}) => net.Socket;

/** How to open connections to the brokers and pages behind a reach; undefined: plain TCP. */
export async function socketsOf(connection: Connection): Promise<OpenSocket | undefined> {
  switch (connection.via) {
    case "direct":
      return undefined;
    case "kubernetes":
      return forwardingSockets(connection);
    default:
      return unreachable(connection);
  }
}

/** Forwards a stream, in both directions, to a host and port; resolves once the API server has agreed. */
export type Forward = (host: string, port: number, stream: net.Socket) => Promise<Closeable | null>;

/**
 * Creates sockets to pods: each connection goes through the API server's port-forward, so nothing has to be
 * exposed outside the cluster. A host such as `pod.service.namespace.svc`, which a broker advertises, is that
 * pod; `service.namespace.svc` is any ready pod of the Service.
 */
export async function forwardingSockets(connection: KubernetesConnection): Promise<OpenSocket> {
  const forward = await forwarder(connection);
  return ({ host, port, onConnect }) => {
    const socket = new net.Socket();
    // kafkajs wants a real socket: this is one end of a loopback pair whose other end is forwarded.
    const server = net.createServer((peer) => {
      server.close();
      peer.on("error", () => socket.destroy());
      // Until it is forwarded, nobody reads from the peer: it would stay open, unaware that its other end has closed.
      socket.on("close", () => peer.destroy());
      forward(host, port, peer)
        .then((webSocket) => {
          const end = () => socket.destroy();
          webSocket?.addEventListener("close", end);
          webSocket?.addEventListener("error", end);
          if (peer.destroyed) webSocket?.close();
          else peer.on("close", () => webSocket?.close());
        })
        .catch((error: unknown) => socket.destroy(error as Error));
    });
    socket.on("close", () => server.close());
    server.on("error", (error) => socket.destroy(error));
    server.listen(0, "127.0.0.1", () => {
      socket.connect((server.address() as net.AddressInfo).port, "127.0.0.1", onConnect);
    });
    return socket;
  };
}

/** Opens the way through the API server that {@link forwardingSockets} describes. */
export async function forwarder(connection: KubernetesConnection): Promise<Forward> {
  const config = await loadKubeconfig(connection);
  const { PortForward } = await import("@kubernetes/client-node");
  const forward = new PortForward(config);
  return async (host, port, stream) => {
    try {
      const pod = await podOf(host, connection, config);
      const opened = (await forward.portForward(
        connection.namespace,
        pod,
        [port],
        stream,
        null,
        stream,
      )) as Closeable | (() => Closeable | null);
      return typeof opened === "function" ? opened() : opened;
    } catch (error) {
      throw new Error(forwardProblem(host, error), { cause: error });
    }
  };
}

/** The part of a WebSocket that is used here. */
export interface Closeable {
  addEventListener(event: "close" | "error", listener: () => void): void;
  close(): void;
}

async function podOf(
  host: string,
  { namespace }: KubernetesConnection,
  config: KubeConfig,
): Promise<string> {
  const [name = "", ...rest] = host.split(".");
  const isService = rest[0] === namespace && rest[1] === "svc";
  if (!isService) return name;
  const { CoreV1Api } = await import("@kubernetes/client-node");
  const api = config.makeApiClient(CoreV1Api);
  const { spec } = await api.readNamespacedService({ name, namespace });
  const labels = Object.entries(spec?.selector ?? {}).map(([label, value]) => `${label}=${value}`);
  const { items } = await api.listNamespacedPod({ namespace, labelSelector: labels.join(",") });
  const ready = items.find(({ metadata, status }) => {
    const isReady = status?.conditions?.some(
      (each) => each.type === "Ready" && each.status === "True",
    );
    return isReady && metadata?.deletionTimestamp === undefined;
  });
  const pod = ready?.metadata?.name;
  if (pod === undefined) throw new Error(`Service ${name} has no ready pod`);
  return pod;
}

function forwardProblem(host: string, error: unknown): string {
  const reason =
    error instanceof Error ? error.message : ((error as Error | null)?.message ?? "refused");
  return `the API server does not forward to ${host}: ${reason}`;
}
