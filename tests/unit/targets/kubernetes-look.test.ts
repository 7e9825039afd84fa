import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { lookAtCluster } from "../../../targets/kubernetes/preflight";
import { kubeconfigOf } from "../../support/kubeconfig";

// The package is an ECMAScript module, which Node.js loads where Jest's own loader does not.
jest.mock("@kubernetes/client-node", (): object => {
  const { createRequire } = process.getBuiltinModule("node:module");
  return createRequire(__filename)("@kubernetes/client-node") as object;
});

const own = { "app.kubernetes.io/part-of": "kafka-platform" };
const inside = "/api/v1/namespaces/lab";

/** Everything that is asked of a cluster, by path, and the part of an answer that counts here. */
const answers: Readonly<Record<string, object>> = {
  "/api/v1/namespaces/kube-system": { metadata: { uid: "cluster" } },
  [inside]: { metadata: { name: "lab", labels: own } },
  [`${inside}/persistentvolumeclaims`]: { items: [] },
  [`${inside}/services`]: { items: [] },
  [`${inside}/pods`]: { items: [{ metadata: { name: "api-0" } }] },
  "/apis/apps/v1/namespaces/lab/statefulsets": { items: [] },
  "/apis/apps/v1/namespaces/lab/deployments": { items: [] },
  "/apis/storage.k8s.io/v1/storageclasses": {
    items: [{ metadata: { name: "fast" }, provisioner: "x", allowVolumeExpansion: true }],
  },
};

const asked: string[] = [];
let server: Server;
/** HTTP status of an answer, by path; undefined: none comes. */
let statusOf: (path: string) => number | undefined;

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    const status = statusOf(path);
    if (status === undefined) return;
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(status === 200 ? answers[path] : { kind: "Status", code: status }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function look(
  of: typeof statusOf,
  { isPreview = true, retainNamespace = true, port = (server.address() as AddressInfo).port } = {},
) {
  statusOf = of;
  asked.length = 0;
  const access = {
    kubeconfig: kubeconfigOf(
      `http://127.0.0.1:${port}`,
      { token: "t" },
      // What the client asks for before it speaks plain HTTP.
      { "insecure-skip-tls-verify": true },
    ),
    context: "",
  };
  const wanted = { namespace: "lab", createNamespace: true, retainNamespace, hosts: [] };
  return lookAtCluster(
    access,
    { ...wanted, storage: [], storageClass: "fast" },
    { isPreview, limitMilliseconds: 300 },
  );
}

const noPods = (path: string) => (path.endsWith("/pods") ? 403 : 200);

const slow = "the cluster did not answer in time";

test.each<[string, typeof statusOf, string]>([
  ["that the user may read nothing", () => 403, "the user may not read it"],
  ["that it does not know the user", () => 401, "the cluster does not know the user"],
  ["in time only what it is", (path) => (path.endsWith("system") ? 200 : undefined), slow],
  ["all but what is in the namespace", (path) => (/lab\/./.test(path) ? undefined : 200), slow],
])("a cluster answers %s: a preview warns, and so does an up", async (_what, of, reason) => {
  for (const isPreview of [true, false]) {
    const { warnings, problems } = await look(of, { isPreview });
    expect(warnings).toEqual([expect.stringContaining(`Not checked (${reason}): `)]);
    expect(problems).toEqual([]);
  }
});

test.each<[string, typeof statusOf, number | undefined, string]>([
  ["gives no answer", () => undefined, undefined, slow],
  ["cannot be reached", () => 200, 1, "ECONNREFUSED"],
])("a cluster %s: an up alone warns", async (_what, of, port, reason) => {
  const where = port === undefined ? {} : { port };
  expect((await look(of, where)).warnings).toEqual([]);
  const { warnings } = await look(of, { ...where, isPreview: false });
  expect(warnings).toEqual([expect.stringContaining(reason)]);
});

test("pods are asked for, and warned of, only where a destroy would delete them", async () => {
  expect((await look(noPods)).warnings).toEqual([]);
  expect(asked).not.toContain(`${inside}/pods`);
  const { warnings, problems } = await look(() => 200, { retainNamespace: false });
  expect(warnings).toEqual([expect.stringContaining("would delete the namespace with pod api-0")]);
  expect(problems).toEqual([]);
  expect((await look(noPods, { retainNamespace: false })).warnings).toEqual([
    expect.stringContaining("what else is in the namespace lab"),
  ]);
});
