import * as pulumi from "@pulumi/pulumi";
import { DockerTarget } from "../../../targets/docker";
import { KubernetesTarget } from "../../../targets/kubernetes";
import type { Target, WorkloadArgs } from "../../../targets/target";
import { type Registered, recordResources, registeredTypes, settled } from "../support/mocks";
import { sampleWorkload } from "../support/sample-workload";

// What a workload may say about its files, its arguments and its user, and what each target makes of it.

const targets = {
  docker: () => new DockerTarget("docker", { volumes: Promise.resolve([]) }),
  joining: () =>
    new DockerTarget("docker", { existingNetwork: "theirs", volumes: Promise.resolve([]) }),
  kubernetes: () => new KubernetesTarget("kubernetes", { namespace: "lab" }),
} satisfies Record<string, () => Target>;

const data = [{ name: "data", path: "/data", sizeGiB: 1, retain: true, protect: false }];
const ports = [{ name: "http", number: 80, published: 8080 }];

async function deploy(on: keyof typeof targets, args: Partial<WorkloadArgs>) {
  const registered = recordResources();
  const parent = new pulumi.ComponentResource("test:index:Parent", "parent");
  targets[on]().workload("test-web", { ...sampleWorkload, ...args }, { parent });
  await settled();
  const inputsOf = (kind: string) => {
    const found = registered.filter(({ type }) => type.endsWith(`:${kind}`));
    return Object.fromEntries(found.map(({ name, inputs }) => [name, inputs]));
  };
  return { inputsOf, registered, types: registeredTypes() };
}

/** The template of the pods of a controller. */
function templateOf(inputs: Registered["inputs"] | undefined) {
  const { spec } = inputs as {
    spec: {
      template: {
        metadata: { annotations?: object };
        spec: { volumes?: object[]; containers: Record<string, unknown>[] };
      };
    };
  };
  return spec.template;
}

const files = [
  { path: "/etc/web/site.conf", content: "open" },
  { path: "/etc/web/key", content: pulumi.secret("hush") },
];

test("on Docker, files are uploaded before the container starts, secrets as secrets", async () => {
  const { inputsOf } = await deploy("docker", { files, replicas: 2 });
  const containers = inputsOf("Container");
  expect(Object.keys(containers)).toEqual(["test-web", "test-web-2"]);
  for (const { uploads } of Object.values(containers)) {
    expect(pulumi.runtime.isRpcSecret(uploads)).toBe(true);
    expect(pulumi.runtime.unwrapRpcSecret(uploads)).toEqual([
      { file: "/etc/web/site.conf", content: "open" },
      { file: "/etc/web/key", content: "hush" },
    ]);
  }
  const open = await deploy("docker", { files: files.slice(0, 1) });
  expect(open.inputsOf("Container")["test-web"]?.uploads).toEqual([
    { file: "/etc/web/site.conf", content: "open" },
  ]);
});

describe.each([
  ["StatefulSet", data],
  ["Deployment", []],
] as const)("a %s", (kind, volumes) => {
  test("mounts each file by itself, out of one Secret, with which its pods are replaced", async () => {
    const { inputsOf } = await deploy("kubernetes", { files, volumes });
    expect(Object.keys(inputsOf("Secret"))).toEqual(["test-web-files"]);
    const { metadata, stringData } = inputsOf("Secret")["test-web-files"] ?? {};
    expect(metadata).toMatchObject({ name: "web-files", namespace: "lab" });
    expect(pulumi.runtime.isRpcSecret(stringData)).toBe(true);
    expect(pulumi.runtime.unwrapRpcSecret(stringData)).toEqual({
      ...{ "etc_web_site.conf": "open", etc_web_key: "hush" },
    });
    const { metadata: ofPods, spec } = templateOf(inputsOf(kind)["test-web"]);
    expect(ofPods.annotations).toEqual({ "files-version": "7" });
    expect(spec.volumes).toEqual([{ name: "files", secret: { secretName: "web-files" } }]);
    const mount = (mountPath: string, subPath: string) => ({
      ...{ name: "files", mountPath, subPath, readOnly: true },
    });
    expect(spec.containers[0]?.volumeMounts).toEqual([
      ...volumes.map(({ name, path }) => ({ name, mountPath: path })),
      mount("/etc/web/site.conf", "etc_web_site.conf"),
      mount("/etc/web/key", "etc_web_key"),
    ]);
  });

  test("has a Secret for its files and another for its environment", async () => {
    const secretEnvironment = { PASSWORD: pulumi.secret("p") };
    const { inputsOf } = await deploy("kubernetes", { files, volumes, secretEnvironment });
    expect(Object.keys(inputsOf("Secret")).sort()).toEqual(["test-web", "test-web-files"]);
    expect(templateOf(inputsOf(kind)["test-web"]).metadata.annotations).toEqual({
      ...{ "files-version": "7", "secret-version": "7" },
    });
  });

  test("passes arguments to the image's own entry point", async () => {
    const { inputsOf } = await deploy("kubernetes", { args: ["serve", "-v"], volumes });
    const [container] = templateOf(inputsOf(kind)["test-web"]).spec.containers;
    expect(container?.args).toEqual(["serve", "-v"]);
    expect(container).not.toHaveProperty("command");
  });
});

test("on a cluster, no two paths have the same key", async () => {
  const paths = [
    ...["/a/b_c", "/a_b/c", "/a/b-c", "/a-b/c", "/a-/b", "/a/-b", "/a_/b", "/a/_b", "/a/b/c"],
    ...["/a--/b", "/a-_b", "/a__b", "/a--b", "/a-/_b"],
  ];
  const { inputsOf } = await deploy("kubernetes", {
    files: paths.map((path) => ({ path, content: path })),
  });
  const { stringData } = inputsOf("Secret")["test-web-files"] ?? {};
  const contents = Object.entries(
    pulumi.runtime.unwrapRpcSecret(stringData) as Record<string, string>,
  );
  expect(contents.map(([, content]) => content).sort()).toEqual([...paths].sort());
  for (const [key] of contents) expect(key).toMatch(/^[-._a-zA-Z0-9]+$/);
  const [container] = templateOf(inputsOf("Deployment")["test-web"]).spec.containers;
  const mounts = container?.volumeMounts as { mountPath: string; subPath: string }[];
  expect(mounts.map(({ mountPath, subPath }) => [subPath, mountPath]).sort()).toEqual(
    contents.sort(),
  );
});

test("on Docker, arguments are the command, and what comes before the start replaces them", async () => {
  const { inputsOf } = await deploy("docker", { args: ["serve", "-v"] });
  expect(inputsOf("Container")["test-web"]?.command).toEqual(["serve", "-v"]);
  expect(inputsOf("Container")["test-web"]).not.toHaveProperty("entrypoint");
  const prepared = await deploy("docker", { args: ["serve"], beforeStart: "prepare" });
  const { command } = prepared.inputsOf("Container")["test-web"] as { command: string[] };
  expect(command).toEqual(expect.arrayContaining(["/serve"]));
  expect(command).not.toContain("serve");
});

test("on Docker, only a workload that asks for it gets its user from us", async () => {
  const { inputsOf } = await deploy("docker", { setsUser: true, userId: 999 });
  expect(inputsOf("Container")["test-web"]?.user).toBe("999:999");
  const others = await deploy("docker", { setsUser: false, userId: 999 });
  expect(others.inputsOf("Container")["test-web"]).not.toHaveProperty("user");
});

test("a network of others is joined, and neither declared nor changed", async () => {
  const { inputsOf, types } = await deploy("joining", {});
  expect(types.filter((each) => each.includes(":Network "))).toEqual([]);
  expect(inputsOf("Container")["test-web"]?.networksAdvanced).toEqual([
    { name: "theirs", aliases: ["web"] },
  ]);
  const alone = await deploy("docker", {});
  expect(alone.types.filter((each) => each.includes(":Network "))).toHaveLength(1);
});

test("a Deployment without ports has no Service, and lets nobody connect", async () => {
  const { inputsOf, types } = await deploy("kubernetes", { ports: [] });
  expect(types.filter((each) => each.includes(":Service "))).toEqual([]);
  expect(inputsOf("NetworkPolicy")["test-web"]?.spec).toMatchObject({
    ...{ policyTypes: ["Ingress"], ingress: [] },
  });
  expect(Object.keys((await deploy("kubernetes", { ports })).inputsOf("Service"))).toEqual([
    "test-web",
  ]);
});

test.each(["docker", "kubernetes"] as const)(
  "on %s, nothing changes for a workload that has none of it",
  async (on) => {
    const sorted = ({ registered }: { registered: Registered[] }) =>
      registered.map((each) => JSON.stringify(each)).sort();
    const plain = await deploy(on, { ports });
    const none = await deploy(on, { ports, files: [], setsUser: false });
    expect(sorted(none)).toEqual(sorted(plain));
    const text = sorted(plain).join("\n");
    for (const trace of ["uploads", "files", '"user"', '"args"']) expect(text).not.toContain(trace);
  },
);
