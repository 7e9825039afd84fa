import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { accessProblem } from "../../../targets/kubernetes/access";
import { kubeconfigOf } from "../../support/kubeconfig";

// The package is an ECMAScript module, which Node.js loads where Jest's own loader does not.
jest.mock("@kubernetes/client-node", (): object => {
  const { createRequire } = process.getBuiltinModule("node:module");
  return createRequire(__filename)("@kubernetes/client-node") as object;
});

const server = "https://127.0.0.1:1";
const folder = mkdtempSync(path.join(tmpdir(), "access-"));
// The library's: Jest gives tests a copy.
const { env } = process.getBuiltinModule("node:process");
const { HOME, KUBECONFIG } = env;

beforeEach(() => {
  env.HOME = folder;
  delete env.KUBECONFIG;
});

afterAll(() => {
  Object.assign(env, { HOME, ...(KUBECONFIG && { KUBECONFIG }) });
  rmSync(folder, { recursive: true });
});

function judge(kubeconfig: string, context = "") {
  return accessProblem({ kubeconfig, context });
}

test.each<[string, object]>([
  ["a token", { token: "t" }],
  ["a file with a token", { tokenFile: "/var/run/token" }],
  ["a certificate and its key", { "client-certificate-data": "Yw==", "client-key": "/key" }],
  ["a command", { exec: { command: "get-token", apiVersion: "client.authentication.k8s.io/v1" } }],
  ["a provider", { "auth-provider": { name: "oidc" } }],
  ["a name and password", { username: "ana", password: "geheim" }],
])("%s is a credential", async (_name, user) => {
  expect(await judge(kubeconfigOf(server, user))).toBeUndefined();
});

test.each([{}, { "client-certificate-data": "Yw==" }, { as: "root" }])(
  "a user with no more than %j has none, and the plugin would ask for one for ever",
  async (user) => {
    expect(await judge(kubeconfigOf(server, user))).toEqual({
      of: "kubeconfig",
      message:
        "is set, and the configured kubeconfig has no credentials for the user test of its context test; give that user " +
        "a token, a client certificate with its key, a name and password, or a command that gets one (exec)",
    });
  },
);

test("without TLS nobody is asked", async () => {
  expect(await judge(kubeconfigOf("http://127.0.0.1:8001", {}))).toBeUndefined();
});

test("a context that is not there is named, with those that are", async () => {
  const text = kubeconfigOf(server, { token: "t" });
  expect(await judge(text, "nowhere")).toEqual({
    of: "context",
    message:
      "is nowhere, and the configured kubeconfig has no context nowhere; kubernetesContext must be one of test",
  });
  const without = JSON.stringify({ ...(JSON.parse(text) as object), "current-context": undefined });
  expect(await judge(without)).toEqual({
    of: "kubeconfig",
    message:
      "is set, and the configured kubeconfig names no current context; set kubernetesContext to one of test",
  });
  const lost = JSON.stringify({ ...(JSON.parse(text) as object), clusters: [] });
  expect((await judge(lost))?.message).toMatch(
    /has no cluster test, which its context test names$/,
  );
});

test.each([
  ["a: b\n- secret\nc: d", "cannot be read: it is not YAML (line 2)"],
  ["null", "cannot be read: it is not a kubeconfig"],
  ["~/.kube/secret", "has no contexts; it must be a kubeconfig in YAML"],
  ["users: [{user: {token: secret}}]", "cannot be read: users[0].name is missing"],
])("what is no kubeconfig, such as %j, is refused and never quoted", async (text, words) => {
  const problem = await judge(text);
  expect(problem).toEqual({
    of: "kubeconfig",
    message: `is set, and the configured kubeconfig ${words}`,
  });
  expect(problem?.message).not.toContain("secret");
});

test("this machine's own kubeconfig is judged where there is one", async () => {
  for (const context of ["", "prod"]) expect(await judge("", context)).toBeUndefined();
  env.KUBECONFIG = path.join(folder, "nowhere");
  for (const context of ["", "prod"]) expect(await judge("", context)).toBeUndefined();
  env.KUBECONFIG = path.join(folder, "config");
  writeFileSync(env.KUBECONFIG, kubeconfigOf(server, {}));
  expect(await judge("")).toMatchObject({
    of: "context",
    message: expect.stringMatching(
      /^is empty, and this machine's kubeconfig has no credentials for the user test/,
    ) as string,
  });
  expect((await judge("", "prod"))?.message).toMatch(
    /^is prod, and this machine's kubeconfig has no context prod;/,
  );
  writeFileSync(env.KUBECONFIG, "a: [");
  expect((await judge(""))?.message).toMatch(/^is empty, and this machine's kubeconfig cannot be/);
});
