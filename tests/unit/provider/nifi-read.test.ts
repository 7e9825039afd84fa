import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { nifiFlowHandler } from "../../../provider/pipelines/nifi-flow";
import type { DirectConnection } from "../../../targets/connection";

const flow = JSON.stringify({
  flowContents: { name: "vendas", parameterContextName: "lab" },
  parameterContexts: {
    lab: {
      parameters: [
        { name: "topic", sensitive: false, value: "default" },
        { name: "folder", sensitive: false, value: "/in" },
        { name: "password", sensitive: true, value: null },
      ],
    },
  },
});

let server: Server;
let answers: Record<string, unknown>;
let connection: DirectConnection;
const warnings: string[] = [];
const report = {
  status: () => undefined,
  info: () => undefined,
  warning: (message: string) => void warnings.push(message),
};
const { signal } = new AbortController();

const processor = (name: string, runStatus: string) => ({
  component: { name },
  status: { runStatus },
});
const parameters = (values: Record<string, string>) => ({
  component: {
    parameters: Object.entries(values).map(([name, value]) => ({ parameter: { name, value } })),
  },
});
const processors = "/process-groups/g/processors?includeDescendantGroups=true";

beforeEach(async () => {
  warnings.splice(0);
  answers = {
    "/flow/process-groups/root": { processGroupFlow: { id: "r" } },
    "/flow/process-groups/r": {
      processGroupFlow: { flow: { processGroups: [{ id: "g", component: { name: "vendas" } }] } },
    },
    [processors]: { processors: [processor("A", "Running"), processor("B", "Validating")] },
    "/flow/parameter-contexts": { parameterContexts: [{ id: "c", component: { name: "lab" } }] },
    "/parameter-contexts/c": parameters({ topic: "orders", folder: "/in", password: "********" }),
  };
  server = createServer(({ url = "", method }, response) => {
    const asked = url.replace("/nifi-api", "");
    const isKnown = method === "GET" && asked in answers;
    response.writeHead(isKnown ? 200 : 409);
    response.end(isKnown ? JSON.stringify(answers[asked]) : "Flow Controller is initializing");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  connection = { via: "direct", addresses: [`127.0.0.1:${port}`] };
});
afterEach(() => server.close());

const state = () => ({ connection, flow, parameters: { topic: "orders", password: "secret" } });
const read = (before: object = {}) =>
  nifiFlowHandler.read?.({ ...state(), ...before }, report, signal);

test("a flow that runs as declared has no diff, and what was found before is forgotten", async () => {
  expect(await read()).toEqual(state());
  expect(await read({ standstill: "A: stopped", otherParameters: { topic: "x" } })).toEqual(
    state(),
  );
  expect(nifiFlowHandler.diff?.(state(), state())).toEqual({});
});

test("a flow that is not on the canvas is gone", async () => {
  answers["/flow/process-groups/r"] = { processGroupFlow: { flow: { processGroups: [] } } };
  expect(await read()).toBeUndefined();
  expect(warnings).toEqual([]);
});

test("processors that stand still are named, which the next up mends", async () => {
  answers[processors] = { processors: [processor("B", "Stopped"), processor("A", "Invalid")] };
  const found = await read();
  expect(found).toEqual({ ...state(), standstill: "A: invalid, B: stopped" });
  expect(found && nifiFlowHandler.diff?.(found, state())).toEqual({ standstill: "delete" });
});

test("parameters that somebody changed or removed are shown, and sensitive ones never", async () => {
  answers["/parameter-contexts/c"] = parameters({ topic: "other", password: "shown" });
  const found = await read();
  expect(found).toEqual({ ...state(), otherParameters: { topic: "other", folder: null } });
  expect(found && nifiFlowHandler.diff?.(found, state())).toEqual({ otherParameters: "delete" });
});

test("while NiFi starts or cannot be reached, the flow is kept, with a warning", async () => {
  answers = {};
  expect(await read({ standstill: "A: stopped" })).toEqual({
    ...state(),
    standstill: "A: stopped",
  });
  const nobody: DirectConnection = { via: "direct", addresses: ["127.0.0.1:1"] };
  expect(await read({ connection: nobody })).toEqual({ ...state(), connection: nobody });
  expect(warnings).toEqual([
    expect.stringMatching(/^NiFi's flow was not refreshed: .*Flow Controller is initializing$/),
    expect.stringMatching(/^NiFi's flow was not refreshed: .*ECONNREFUSED/),
  ]);
});
