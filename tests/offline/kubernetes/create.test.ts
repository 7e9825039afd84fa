import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { KubeConfig } from "@kubernetes/client-node";
import { Cluster } from "../../../offline/stand-ins/kubernetes/cluster/cluster";
import { readSettings } from "../../../offline/stand-ins/kubernetes/configuration";
import { createObject } from "../../../offline/stand-ins/kubernetes/operations/create";
import { EngineLog } from "../../../provider/sdk/engine-log";
import type { CreateRequest } from "../../../provider/sdk/provider";

const request: CreateRequest = {
  urn: "urn:pulumi:dev::lab::kubernetes:core/v1:Namespace::lab",
  type: "kubernetes:core/v1:Namespace",
  name: "lab",
  inputs: { apiVersion: "v1", kind: "Namespace", metadata: { name: "lab" } },
  secrets: new Set(),
  timeoutSeconds: 0,
  signal: new AbortController().signal,
  preview: false,
};

/** Asks a server that forbids everything, and gives back what it was asked for. */
async function askedFor(config: Record<string, string>): Promise<string[]> {
  const received: string[] = [];
  const server = createServer(({ method, url = "" }, response) => {
    const { pathname, searchParams } = new URL(url, "http://here");
    const [manager = ""] =
      searchParams.get("fieldManager")?.match(/^pulumi-kubernetes(-\w{8})?$/) ?? [];
    received.push(`${method} ${pathname} ${searchParams.get("force")} ${manager.length}`);
    response
      .writeHead(403)
      .end(JSON.stringify({ reason: "Forbidden", message: `cannot ${method}` }));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  try {
    const kubeconfig = {
      getCurrentCluster: () => ({
        server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      }),
      applyToHTTPSOptions: () => Promise.resolve(),
    } as unknown as KubeConfig;
    const session = {
      settings: readSettings(config, {}),
      log: new EngineLog(undefined),
      defaultNamespace: "default",
      cluster: new Cluster(kubeconfig),
      unreachable: "",
    };
    await expect(createObject(session, request)).rejects.toThrow(/was not successfully created/);
    // What is forbidden at a preview may be allowed by then.
    const { outputs } = await createObject(session, { ...request, preview: true });
    expect(outputs).toEqual(request.inputs);
  } finally {
    server.close();
  }
  return received;
}

test("fields of other managers are taken where the environment says so", async () => {
  process.env.PULUMI_K8S_ENABLE_PATCH_FORCE = "true";
  try {
    const [call] = await askedFor({ upsertExistingObjects: "true" });
    expect(call).toMatch(/^PATCH \/api\/v1\/namespaces\/lab true /);
  } finally {
    delete process.env.PULUMI_K8S_ENABLE_PATCH_FORCE;
  }
});

test("an object is created, which takes the right to create", async () => {
  const call = "POST /api/v1/namespaces null 17";
  expect(await askedFor({})).toEqual([call, call]);
});

test("one that may be there already is applied, by a manager of its own, which takes the right to patch", async () => {
  const call = "PATCH /api/v1/namespaces/lab false 26";
  expect(await askedFor({ upsertExistingObjects: "true" })).toEqual([call, call]);
});
