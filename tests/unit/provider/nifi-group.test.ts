import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { NiFi } from "../../../provider/pipelines/nifi";
import { Group } from "../../../provider/pipelines/nifi-group";

// What a real NiFi does not do when asked to. tests/e2e runs the flow on one.
let server: Server;
let received: string[];
let answers: Record<string, unknown>;
let group: Group;
const abort = new AbortController();

beforeEach(async () => {
  received = [];
  answers = {};
  server = createServer((request, response) => {
    const asked = `${request.method ?? ""} ${(request.url ?? "").replace("/nifi-api", "")}`;
    let body = "";
    request.on("data", (data: Buffer) => (body += data.toString()));
    request.on("end", () => {
      const { state } = (body === "" ? {} : JSON.parse(body)) as { state?: string };
      received.push(state === undefined ? asked : `${asked} ${state}`);
      response.writeHead(asked in answers ? 200 : 409);
      response.end(asked in answers ? JSON.stringify(answers[asked]) : "Node is not connected");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const addresses = [`127.0.0.1:${(server.address() as AddressInfo).port}`];
  group = new Group(new NiFi({ via: "direct", addresses }, abort.signal), "g", "vendas");
});

afterEach(() => server.close());

const processor = (name: string, runStatus: string, more: object = {}) => ({
  ...{ id: name, revision: { version: 3 }, inputRequirement: "INPUT_FORBIDDEN" },
  component: { name, validationStatus: "VALID", ...more },
  status: { runStatus, aggregateSnapshot: { activeThreadCount: 0 } },
});

function answerProcessors(...processors: object[]) {
  answers["GET /process-groups/g/processors?includeDescendantGroups=true"] = { processors };
}

test("processors that do not run are named, with NiFi's reasons", async () => {
  answers["PUT /flow/process-groups/g"] = {};
  answerProcessors(
    processor("Read files", "Invalid", {
      validationErrors: ["'Input Directory' does not exist", "another"],
    }),
    processor("Check", "Stopped", { validationStatus: "VALIDATING" }),
    processor("Publish", "Stopped"),
    processor("Write", "Running"),
  );
  await expect(group.start(0)).rejects.toThrow(
    "vendas does not run:\n" +
      "Read files: 'Input Directory' does not exist; another\n" +
      "Check: is still being validated\n" +
      "Publish: stopped",
  );
});

test("what NiFi refuses ends at once with its words", async () => {
  await expect(group.start(60)).rejects.toThrow(
    "NiFi answers PUT /flow/process-groups/g with status 409: Node is not connected",
  );
  expect(received).toEqual(["PUT /flow/process-groups/g RUNNING"]);
});

test("a flow that cannot replace another says why, and leaves no request behind", async () => {
  answers["GET /process-groups/g"] = { id: "g", revision: { version: 7 } };
  answers["POST /process-groups/g/replace-requests"] = { request: { requestId: "r" } };
  answers["GET /process-groups/replace-requests/r"] = {
    request: { requestId: "r", complete: true, failureReason: "a queue has data" },
  };
  answers["DELETE /process-groups/replace-requests/r"] = {};
  await expect(group.replace({})).rejects.toThrow("NiFi has not done it: a queue has data");
  expect(received.at(-1)).toBe("DELETE /process-groups/replace-requests/r");
});

test("a group with queued FlowFiles is not removed, and runs again", async () => {
  answerProcessors(processor("Read", "Stopped"));
  answers["GET /flow/process-groups/g/status"] = {
    processGroupStatus: { aggregateSnapshot: { flowFilesQueued: 12 } },
  };
  answers["PUT /processors/Read/run-status"] = {};
  answers["PUT /flow/process-groups/g"] = {};
  await expect(group.remove(0)).rejects.toThrow(
    "vendas is not removed: 12 FlowFiles are queued in it. It runs again. Remove their cause, such as brokers that do " +
      "not answer, or empty its queues in NiFi if they are not needed",
  );
  expect(received.filter((each) => each.startsWith("DELETE"))).toEqual([]);
  expect(received.at(-1)).toBe("PUT /flow/process-groups/g RUNNING");
});
