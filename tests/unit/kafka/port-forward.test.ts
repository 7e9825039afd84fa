import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, Socket } from "node:net";
import { forwardingSockets } from "../../../kafka/connections/port-forward";
import { lookUntil } from "../../../kafka/topics/look-until";
import { kubeconfigOf } from "../../support/kubeconfig";

// The package is an ECMAScript module, which Node.js loads where Jest's own loader does not.
jest.mock("@kubernetes/client-node", (): object => {
  const { createRequire } = process.getBuiltinModule("node:module");
  return createRequire(__filename)("@kubernetes/client-node") as object;
});

let apiServer: Server;

beforeEach(async () => {
  // It knows no pod: every port-forward is refused.
  apiServer = createServer((_request, response) => response.writeHead(404).end());
  apiServer.on("upgrade", (_request, socket) => socket.end("HTTP/1.1 404 Not Found\r\n\r\n"));
  await once(apiServer.listen(0, "127.0.0.1"), "listening");
});

afterEach(() => {
  apiServer.closeAllConnections();
  apiServer.close();
});

function kubeconfig(): string {
  const { port } = apiServer.address() as AddressInfo;
  // Plain HTTP is taken only where no certificate is asked for.
  return kubeconfigOf(`http://127.0.0.1:${port}`, {}, { "insecure-skip-tls-verify": true });
}

/** Open ends of connections to the API server; other tests of this process have connections of their own. */
function openSockets(): number {
  const { port } = apiServer.address() as AddressInfo;
  // Of `getActiveResourcesInfo`, which is documented, nobody learns whose they are.
  const node = process as unknown as { _getActiveHandles(): unknown[] };
  const ends = node._getActiveHandles().filter((handle) => handle instanceof Socket);
  return ends.filter(({ localPort, remotePort }) => [localPort, remotePort].includes(port)).length;
}

async function errorOf(socket: Socket): Promise<unknown> {
  const [error] = (await once(socket, "error")) as [unknown];
  return error;
}

test("a pod that is not there is named, and no attempt leaves a connection open", async () => {
  const open = await forwardingSockets({
    via: "kubernetes",
    addresses: ["kafka-0.kafka.lab.svc:9092"],
    namespace: "lab",
    kubeconfig: kubeconfig(),
    context: "",
  });
  const before = openSockets();
  for (let attempt = 0; attempt < 5; attempt++) {
    const socket: Socket = open({
      host: "kafka-0.kafka.lab.svc",
      port: 9092,
      onConnect: () => socket.write("a request of Kafka's protocol"),
    });
    expect(String(await errorOf(socket))).toContain(
      "the API server does not forward to kafka-0.kafka.lab.svc: Unexpected server response: 404",
    );
  }
  apiServer.closeAllConnections();
  const look = () => Promise.resolve(openSockets());
  expect(await lookUntil(look, (sockets) => sockets <= before)).toBe(before);
});
