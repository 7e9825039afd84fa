import { engineProblems } from "../../../settings/rules/engine";
import { engineOf, otherEngineProblem } from "../../../targets/docker/engine";

test.each([
  [undefined, { isSocket: true, address: undefined }],
  ["", { isSocket: true, address: undefined }],
  ["unix:///run/docker.sock", { isSocket: true }],
  ["npipe:////./pipe/docker_engine", { isSocket: true }],
  ["tcp://127.0.0.1:2375", { isSocket: false }],
  ["localhost:2375", { isSocket: false }],
  ["tcp://[::1]:2375", { isSocket: false }],
  ["tcp://build.example.org:2376", { isSocket: false, machine: "build.example.org" }],
  ["build.example.org:2376", { isSocket: false, machine: "build.example.org" }],
  ["tcp://[fd00::5]:2376", { isSocket: false, machine: "fd00::5" }],
  ["ssh://ana@build.example.org", { isSocket: false, machine: "build.example.org" }],
  ["ssh://ana@127.0.0.1:2222", { isSocket: false, machine: "127.0.0.1" }],
])("DOCKER_HOST=%s", (address, expected) => {
  expect(engineOf({ DOCKER_HOST: address })).toEqual({ address, ...expected });
});

test.each(["tcp://", "tcp://a b", "//:1"])("DOCKER_HOST=%s is no address", (address) => {
  expect(() => engineOf({ DOCKER_HOST: address })).toThrow(
    `DOCKER_HOST is ${address}; it must be an address such as unix:///var/run/docker.sock`,
  );
});

test.each<[object, NodeJS.ProcessEnv, string | undefined]>([
  [{}, {}, undefined],
  [{}, { DOCKER_CONTEXT: "default" }, undefined],
  // The Docker command goes by DOCKER_HOST then, as does `make`, which sets it to the context's address.
  [{}, { DOCKER_CONTEXT: "lab", DOCKER_HOST: "tcp://lab:2376" }, undefined],
  [{ host: "tcp://lab:2376" }, { DOCKER_HOST: "tcp://lab:2376" }, undefined],
  [
    {},
    { DOCKER_CONTEXT: "lab" },
    "DOCKER_CONTEXT is lab; this program uses only DOCKER_HOST elsewhere. " +
      "export DOCKER_HOST=$(docker context inspect lab --format '{{.Endpoints.docker.Host}}')",
  ],
  [
    { host: "tcp://lab:2376" },
    {},
    "docker:host is tcp://lab:2376, and DOCKER_HOST is not set; this program uses only DOCKER_HOST elsewhere. " +
      "Set both to the same address, or remove docker:host, `pulumi config rm docker:host`, and export DOCKER_HOST=tcp://lab:2376",
  ],
  [{ host: "tcp://lab:2376" }, { DOCKER_HOST: "tcp://other:2376" }, expect.any(String) as string],
  [{ context: "lab" }, { DOCKER_HOST: "tcp://lab:2376" }, expect.any(String) as string],
])("another engine by %j beside %j", (configured, environment, expected) => {
  expect(
    otherEngineProblem({ host: undefined, context: undefined, ...configured }, environment),
  ).toEqual(expected);
});

const remote = { address: "ssh://ana@build", machine: "build" };

test.each([
  ["0.0.0.0", "build.example.org", []],
  ["192.0.2.7", "192.0.2.7", []],
  ["127.0.0.1", "build", ["publishAddress"]],
  ["0.0.0.0", "localhost", ["advertisedHost"]],
  ["::1", "127.0.0.1", ["publishAddress", "advertisedHost"]],
])("ports at %s, told as %s, of an engine elsewhere", (publishAddress, advertisedHost, paths) => {
  const problems = engineProblems({ publishAddress, advertisedHost }, remote);
  expect(problems.map(({ path }) => path)).toEqual(paths);
});
