import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text as readText } from "node:stream/consumers";
import type { KubeConfig } from "@kubernetes/client-node";
import { Cluster } from "../../../offline/stand-ins/kubernetes/cluster/cluster";
import { kindOf } from "../../../offline/stand-ins/kubernetes/kinds";

test("the policy of a deletion reaches the server", async () => {
  const received: string[] = [];
  const server = createServer((request, response) => {
    void readText(request).then((body) => {
      received.push(`${request.method} ${request.url} ${body}`);
      response.end("{}");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const { port } = server.address() as AddressInfo;
    const config = {
      getCurrentCluster: () => ({ server: `http://127.0.0.1:${port}` }),
      applyToHTTPSOptions: () => Promise.resolve(),
    } as unknown as KubeConfig;
    const name = { namespace: "lab", name: "web" };
    await new Cluster(config).delete(kindOf("kubernetes:apps/v1:StatefulSet"), name, "Foreground");
  } finally {
    server.close();
  }
  expect(received).toEqual([
    'DELETE /apis/apps/v1/namespaces/lab/statefulsets/web {"propagationPolicy":"Foreground"}',
  ]);
});
