import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import {
  CheckRequest,
  CreateRequest,
  DeleteRequest,
  DiffRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import { AwsV4Signer } from "aws4fetch";
import { bucketsHandler } from "../../../provider/pipelines/buckets";
import { connectorHandler } from "../../../provider/pipelines/connector";
import { passwordHandler } from "../../../provider/pipelines/password";
import { eventually, Refused, send } from "../../../provider/pipelines/request";
import { Password } from "../../../provider/pipelines/resources";
import { KafkaProvider } from "../../../provider/provider";
import { resourceMethods } from "../../../provider/sdk/handlers";
import type { Properties } from "../../../provider/sdk/value";
import { decode, encode } from "../../../provider/sdk/wire";
import type { DirectConnection } from "../../../targets/connection";
import { recordResources, settled } from "../support/mocks";

// What is asked again is asked a moment later, not half a second.
jest.mock("node:timers/promises", () => {
  const actual = jest.requireActual<typeof import("node:timers/promises")>("node:timers/promises");
  const setTimeout: typeof actual.setTimeout = (delay = 0, ...rest) =>
    actual.setTimeout(delay / 50, ...rest);
  return { ...actual, setTimeout };
});

/** A request that a server got. */
interface Got {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

type Answer = readonly [status: number, body?: string];

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

/** A server that answers as `answer` says; `asked` has what it was asked, in order. */
async function serve(answer: (got: Got) => Answer | Promise<Answer>) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      asked.push(`${method} ${url}`);
      const body = Buffer.concat(parts).toString("utf8");
      void Promise.resolve(answer({ method, url, headers, body })).then(([status, text = ""]) => {
        response.writeHead(status).end(text);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => new Promise((resolve) => server.close(() => resolve())));
  const { port } = server.address() as AddressInfo;
  const connection: DirectConnection = { via: "direct", addresses: [`127.0.0.1:${port}`] };
  return { connection, asked };
}

const statuses: string[] = [];
beforeEach(() => statuses.splice(0));
const report = {
  status: (message: string) => void statuses.push(message),
  info: () => undefined,
  warning: () => undefined,
};
const { signal } = new AbortController();

/** Answers with each in turn, and with the last of them from then on. */
function inTurn(...answers: Answer[]): () => Answer {
  const [last = [500]] = answers.slice(-1);
  return () => answers.shift() ?? last;
}

describe("requests", () => {
  const limits = { seconds: 0.1, signal };

  test("have a method, headers and a body, and any status is an answer", async () => {
    const { connection } = await serve(({ method, headers, body }) => [
      418,
      `${method} ${headers.host} ${String(headers["x-a"])} ${body}`,
    ]);
    expect(
      await send(connection, { method: "POST", path: "/a?b", headers: { "x-a": "1" }, body: "ä" }),
    ).toEqual({ status: 418, body: `POST ${connection.addresses[0]} 1 ä` });
  });

  test("to nobody fail with the reason", async () => {
    const nobody: DirectConnection = { via: "direct", addresses: ["127.0.0.1:1"] };
    await expect(send(nobody, { method: "GET", path: "/" })).rejects.toThrow("ECONNREFUSED");
  });

  test("are repeated until there is a result", async () => {
    let calls = 0;
    const work = () => {
      calls += 1;
      if (calls === 1) return Promise.reject(new Error("not yet"));
      return Promise.resolve(calls === 2 ? undefined : calls);
    };
    expect(await eventually("it", work, { seconds: 60, signal })).toBe(3);
  });

  test("are given up after the time, with the last error or with what was not seen", async () => {
    const failing = () => Promise.reject(new Error("still not"));
    await expect(eventually("it was not seen", failing, limits)).rejects.toThrow("still not");
    const without = () => Promise.resolve(undefined);
    await expect(eventually("it was not seen", without, limits)).rejects.toThrow(
      "it was not seen within 0.1 s",
    );
  });

  test("are not repeated where they are refused, or the deployment is interrupted", async () => {
    let calls = 0;
    const refused = () => {
      calls += 1;
      return Promise.reject(new Refused("never"));
    };
    await expect(eventually("it", refused, { seconds: 60, signal })).rejects.toThrow("never");
    expect(calls).toBe(1);
    const interruption = new AbortController();
    const waiting = eventually("it", () => Promise.resolve(undefined), {
      ...{ seconds: 60, signal: interruption.signal },
    });
    interruption.abort();
    await expect(waiting).rejects.toThrow("aborted");
  });
});

describe("buckets", () => {
  const keys = { accessKey: "AKEXAMPLE", secretKey: "a-secret" };

  /** Whether a request is signed with the keys, for the host and the path that the server sees. */
  async function isSigned({ method, url, headers }: Got, secretAccessKey = keys.secretKey) {
    const signer = new AwsV4Signer({
      url: `http://${headers.host}${url}`,
      ...{ method, accessKeyId: keys.accessKey, secretAccessKey },
      ...{ service: "s3", region: "us-east-1", datetime: String(headers["x-amz-date"]) },
    });
    return (await signer.sign()).headers.get("authorization") === headers.authorization;
  }

  /** A store with these buckets, in which a bucket is created as S3 does. */
  async function store(
    existing: string[],
    trouble: (got: Got) => Answer | undefined = () => undefined,
  ) {
    const server = await serve(async (got): Promise<Answer> => {
      const wrong = trouble(got);
      if (wrong) return wrong;
      if (!(await isSigned(got))) return [403, error("SignatureDoesNotMatch", "Check your key.")];
      const name = got.url.slice(1);
      if (got.method === "HEAD") return [existing.includes(name) ? 200 : 404];
      if (existing.includes(name)) return [409, error("BucketAlreadyExists", "It is there.")];
      existing.push(name);
      return [200];
    });
    const apply = (changes: Partial<typeof keys> = {}, names = ["bronze", "gold"]) =>
      bucketsHandler.apply(
        { connection: server.connection, names, ...keys, ...changes },
        ...([undefined, report, signal] as const),
      );
    return { ...server, existing, apply };
  }

  const error = (code: string, message: string) =>
    `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;

  test("are created in order, and each is named while it is", async () => {
    const { apply, asked, existing } = await store([]);
    expect(await apply()).toEqual({});
    expect(asked).toEqual(["PUT /bronze", "PUT /gold"]);
    expect(existing).toEqual(["bronze", "gold"]);
    expect(statuses).toEqual(["bucket bronze", "bucket gold"]);
  });

  test("that are there are taken over", async () => {
    const { apply, asked, existing } = await store(["gold"]);
    await apply();
    expect(asked).toEqual(["PUT /bronze", "PUT /gold", "HEAD /gold"]);
    expect(existing).toEqual(["gold", "bronze"]);
  });

  test("are created once a store that has just started serves", async () => {
    const troubles = [500, 503];
    const { apply, asked } = await store([], () => {
      const status = troubles.shift();
      return status === undefined ? undefined : [status, "starting"];
    });
    await apply({}, ["bronze"]);
    expect(asked).toEqual(["PUT /bronze", "PUT /bronze", "PUT /bronze"]);
  });

  test("are refused at once with the store's message for a wrong key", async () => {
    const { apply, asked } = await store([]);
    await expect(apply({ secretKey: "another" })).rejects.toThrow(
      /^bucket bronze cannot be created: status 403 Check your key\.$/,
    );
    expect(asked).toEqual(["PUT /bronze"]);
  });

  test("are refused with the whole answer if it is no XML", async () => {
    const { apply } = await store([], () => [400, "no such thing"]);
    await expect(apply()).rejects.toThrow(
      /^bucket bronze cannot be created: status 400 no such thing$/,
    );
  });

  test("are looked for again when their names, or what the store runs in, are others, and never deleted", async () => {
    const { connection } = await store([]);
    const before = { connection, names: ["bronze"], ...keys };
    const elsewhere = { connection: { ...connection, addresses: ["b:1"] }, secretKey: "other" };
    expect(bucketsHandler.diff?.(before, { ...before, ...elsewhere })).toEqual({});
    expect(bucketsHandler.diff?.(before, { ...before, names: ["silver"] })).toEqual({
      names: "update",
    });
    expect(bucketsHandler.diff?.(before, { ...before, trigger: "2" })).toEqual({ trigger: "add" });
    expect(bucketsHandler.remove).toBeUndefined();
  });
});

describe("a connector", () => {
  const config = { "connector.class": "x.Y", "tasks.max": "1" };
  const running = (...tasks: object[]) =>
    JSON.stringify({ name: "a b", connector: { state: "RUNNING" }, tasks });
  const task = { id: 0, state: "RUNNING" };

  const gone: Answer = [404, '{"error_code":404,"message":"Connector a b not found"}'];
  const look = "GET /connectors/a%20b";

  async function connect(put: () => Answer, status: () => Answer, restart = inTurn([500])) {
    const bodies: string[] = [];
    const server = await serve(({ method, url, body, headers }) => {
      if (method === "POST") return restart();
      if (method === "GET") return url.endsWith("/status") ? status() : gone;
      expect(headers["content-type"]).toBe("application/json");
      bodies.push(body);
      return put();
    });
    const inputs = { connection: server.connection, connector: "a b", config };
    const apply = () => connectorHandler.apply(inputs, undefined, report, signal);
    return { ...server, inputs, bodies, apply };
  }

  const put = "PUT /connectors/a%20b/config";
  const get = "GET /connectors/a%20b/status";
  const restart = "POST /connectors/a%20b/restart?includeTasks=true&onlyFailed=true";

  test("is configured, and created once it and its task run", async () => {
    const starting = running({ ...task, state: "UNASSIGNED" });
    const { apply, asked, bodies } = await connect(
      inTurn([201]),
      inTurn([404, "no status"], [200, running()], [200, starting], [200, running(task)]),
    );
    expect(await apply()).toEqual({});
    expect(asked).toEqual([look, put, get, get, get, get]);
    expect(bodies.map((body) => JSON.parse(body) as object)).toEqual([config]);
    expect(statuses).toEqual(["configuring", "starting"]);
  });

  test("is accepted once the workers have agreed on who does what", async () => {
    const conflict: Answer = [409, JSON.stringify({ error_code: 409, message: "rebalance" })];
    const { apply, asked } = await connect(
      inTurn(conflict, [503, "starting"], [200]),
      inTurn([200, running(task)]),
    );
    await apply();
    expect(asked).toEqual([look, put, look, put, look, put, get]);
  });

  test("that Connect does not accept is refused at once, with its message", async () => {
    const message = "Connector configuration is invalid:\nA value is required: topic.prefix";
    const { apply, asked } = await connect(
      inTurn([400, JSON.stringify({ error_code: 400, message })]),
      inTurn([404]),
    );
    await expect(apply()).rejects.toThrow(
      new Refused(`Connect refuses the connector a b (status 400): ${message}`),
    );
    expect(asked).toEqual([look, put]);
  });

  const failed = { id: 1, state: "FAILED", trace: "too early" };

  // 202 with the status as it will be; before Connect 3.0, 200 or 204.
  test.each<[Answer]>([[[202, running(task)]], [[204]], [[200]]])(
    "of which a task failed earlier is restarted once, which Connect accepts with %j",
    async (accepted) => {
      const { apply, asked } = await connect(
        inTurn([200]),
        inTurn(
          [200, running(task, failed)],
          [200, running(task, failed)],
          [200, running(task, { ...failed, state: "RESTARTING" })],
          [200, running(task, task)],
        ),
        inTurn(accepted, [500]),
      );
      expect(await apply()).toEqual({});
      expect(asked).toEqual([look, put, get, restart, get, get, get]);
      expect(statuses).toEqual(["configuring", "starting", "restarting"]);
    },
  );

  test("that failed itself is restarted as well, once the workers have agreed on who does what", async () => {
    const { apply, asked } = await connect(
      inTurn([200]),
      inTurn(
        [200, JSON.stringify({ connector: { state: "FAILED" }, tasks: [] })],
        [200, JSON.stringify({ connector: { state: "FAILED" }, tasks: [] })],
        [200, running(task)],
      ),
      inTurn([409, '{"message":"rebalance"}'], [202]),
    );
    await apply();
    expect(asked).toEqual([look, put, get, restart, get, restart, get]);
  });

  test("that may not be restarted is refused at once", async () => {
    const { apply, asked } = await connect(
      inTurn([200]),
      inTurn([200, running(failed)]),
      inTurn([403, '{"message":"not allowed"}']),
    );
    await expect(apply()).rejects.toThrow(
      new Refused("Connect refuses the connector a b (status 403): not allowed"),
    );
    expect(asked).toEqual([look, put, get, restart]);
  });

  test("of which a task fails again is refused with the first lines of its trace, without Java's places", async () => {
    const trace = [
      "org.apache.kafka.connect.errors.ConnectException: cannot start",
      "\tat io.debezium.A.b(A.java:1)",
      "\tat io.debezium.C.d(C.java:2)",
      "Caused by: org.postgresql.util.PSQLException: password authentication failed",
      "\t... 12 more",
      ...Array.from({ length: 9 }, (_, line) => `line ${line}`),
    ].join("\n");
    const { apply, asked } = await connect(
      inTurn([200]),
      inTurn([200, running(task, failed)], [200, running(task, { ...failed, trace })]),
      inTurn([202]),
    );
    await expect(apply()).rejects.toThrow(
      new Refused(
        [
          "connector a b failed: org.apache.kafka.connect.errors.ConnectException: cannot start",
          "Caused by: org.postgresql.util.PSQLException: password authentication failed",
          ...["line 0", "line 1", "line 2", "line 3"],
        ].join("\n"),
      ),
    );
    expect(asked.slice(0, 5)).toEqual([look, put, get, restart, get]);
    expect(asked.filter((each) => each === restart)).toHaveLength(1);
  });

  describe("that is there already", () => {
    const other = { ...config, "tasks.max": "2", name: "a b" };

    /** Connect with a connector, whose tasks and status are answered in turn. */
    async function there(found: object, tasks: () => Answer, status: () => Answer) {
      const server = await serve(({ method, url }) => {
        if (method === "PUT") return [url.endsWith("/resume") ? 202 : 200];
        if (url.endsWith("/status")) return status();
        return url.endsWith("/tasks") ? tasks() : [200, JSON.stringify({ config: found })];
      });
      const inputs = { connection: server.connection, connector: "a b", config };
      const apply = () => connectorHandler.apply(inputs, undefined, report, signal);
      return { ...server, apply };
    }

    const tasksWith = (each: object): Answer => [200, JSON.stringify([{ config: each }])];
    const tasks = "GET /connectors/a%20b/tasks";

    test("counts as changed once its tasks have the new configuration and have started again", async () => {
      const { apply, asked } = await there(
        other,
        inTurn(tasksWith(other), tasksWith(config)),
        inTurn(
          [200, running(task)],
          [200, running(task)],
          [200, running({ ...task, state: "UNASSIGNED" })],
          [200, running(task)],
        ),
      );
      await apply();
      expect(asked).toEqual([look, put, get, tasks, get, tasks, get, get]);
    });

    test("counts as changed after seconds if its tasks are not seen to start again", async () => {
      const { apply, asked } = await there(
        other,
        inTurn(tasksWith(config)),
        inTurn([200, running(task)]),
      );
      await apply();
      // Every half second, for three.
      expect(asked.filter((each) => each === get).length).toBeGreaterThanOrEqual(4);
    });

    test("and is unchanged is only seen to run", async () => {
      const { apply, asked } = await there(
        { ...config, name: "a b" },
        inTurn([500]),
        inTurn([200, running(task)]),
      );
      await apply();
      expect(asked).toEqual([look, put, get]);
    });

    test.each(["PAUSED", "STOPPED"])("and %s is resumed", async (state) => {
      const { apply, asked } = await there(
        config,
        inTurn([500]),
        inTurn([200, JSON.stringify({ connector: { state }, tasks: [] })], [200, running(task)]),
      );
      await apply();
      expect(asked).toEqual([look, put, get, "PUT /connectors/a%20b/resume", get]);
      expect(statuses).toEqual(["configuring", "starting", "resuming"]);
    });
  });

  describe("is read", () => {
    const warnings: string[] = [];
    beforeEach(() => warnings.splice(0));
    const warning = (message: string) => void warnings.push(message);

    async function reading(found: Answer, status: Answer, before: object = {}) {
      const { connection } = await serve(({ url }) => (url.endsWith("/status") ? status : found));
      const state = { connection, connector: "a b", config, ...before };
      const read = await connectorHandler.read?.(state, { ...report, warning }, signal);
      return { state, read };
    }

    const there = (changes: object = {}): Answer => [
      200,
      JSON.stringify({ config: { ...config, name: "a b", ...changes } }),
    ];

    test("as it was, without a diff", async () => {
      const { state, read } = await reading(there(), [200, running(task)]);
      expect(read).toEqual(state);
    });

    test("as gone if Connect knows none, and not while Connect starts", async () => {
      expect((await reading(gone, [404])).read).toBeUndefined();
      const starting = await reading([404, "<html>"], [404]);
      expect(starting.read).toEqual(starting.state);
      expect(warnings).toEqual([
        "The connector a b was not refreshed: Connect refuses the connector a b (status 404): <html>",
      ]);
    });

    test.each(["PAUSED", "STOPPED", "FAILED"])("as %s, which the next up mends", async (state) => {
      const { read, state: before } = await reading(there(), [200, running({ id: 0, state })]);
      expect(read).toEqual({ ...before, standstill: state });
      expect(read && connectorHandler.diff?.(read, before)).toEqual({ standstill: "delete" });
      expect((await reading(there(), [200, running(task)], { standstill: state })).read).toEqual({
        ...before,
        connection: expect.anything() as object,
      });
    });

    test("with a configuration that somebody changed, without a password in plain text", async () => {
      const changed = there({ "tasks.max": "2", "database.password": "plain" });
      const { read, state } = await reading(changed, [200, running(task)]);
      expect(read?.config).toEqual({
        ...config,
        "tasks.max": "2",
        "database.password": "[hidden]",
      });
      expect(read && connectorHandler.diff?.(read, state)).toEqual({ config: "update" });
    });

    test("as it was, with a warning, if Connect cannot be reached", async () => {
      const nobody: DirectConnection = { via: "direct", addresses: ["127.0.0.1:1"] };
      const state = { connection: nobody, connector: "a", config, standstill: "PAUSED" };
      const read = await connectorHandler.read?.(state, { ...report, warning }, signal);
      expect(read).toEqual(state);
      expect(warnings).toEqual([
        expect.stringMatching(/^The connector a was not refreshed: .*ECONNREFUSED/),
      ]);
    });
  });

  test.each<[Answer]>([[[204]], [[404, '{"message":"not found"}']]])(
    "that is removed may be gone already: %j",
    async (answer) => {
      const { connection, asked } = await serve(inTurn(answer));
      await connectorHandler.remove?.({ connection, connector: "a b", config }, signal);
      expect(asked).toEqual(["DELETE /connectors/a%20b"]);
    },
  );

  test("that cannot be removed says why", async () => {
    const { connection } = await serve(inTurn([500, '{"message":"no leader"}']));
    const removing = connectorHandler.remove?.({ connection, connector: "a", config }, signal);
    await expect(removing).rejects.toThrow(
      /^Connect refuses the connector a \(status 500\): no leader$/,
    );
  });

  test("is proved to run again when what it runs in is another", () => {
    const connection: DirectConnection = { via: "direct", addresses: ["a:1"] };
    const before = { connection, connector: "a", config, trigger: "1" };
    const { diff } = connectorHandler;
    const moved: DirectConnection = { via: "direct", addresses: ["b:1"] };
    expect(diff?.(before, { ...before, connection: moved })).toEqual({});
    expect(diff?.(before, { ...before, trigger: "2", config: {} })).toEqual({
      ...{ config: "update", trigger: "update" },
    });
  });
});

const log = {
  status: () => undefined,
  info: () => undefined,
  warning: () => undefined,
  flush: () => Promise.resolve(),
};
const methods = resourceMethods(new KafkaProvider(log), signal);
const urnOf = (type: string) =>
  `urn:pulumi:dev::kafka-pipelines::kafka-platform:pipelines:${type}::it`;

describe("a password", () => {
  const create = (length: number) =>
    passwordHandler.apply({ length }, undefined, report, signal).then(({ text }) => text);

  test.each([12, 20, 32, 40, 63])(
    "of %i characters has that many, which nothing reads in another way",
    async (length) => {
      const texts = await Promise.all(Array.from({ length: 50 }, () => create(length)));
      expect(new Set(texts).size).toBe(50);
      for (const text of texts) expect(text).toMatch(new RegExp(`^[A-Za-z0-9_-]{${length}}$`));
      const used = new Set(texts.join(""));
      // Of 64 characters, some may be missing in 600 by chance.
      expect(used.size).toBeGreaterThan(50);
    },
  );

  const changes = async (olds: Properties, news: Properties) => {
    const diff = await methods.diff(
      new DiffRequest()
        .setUrn(urnOf("Password"))
        .setOlds(encode(olds, new Set(["text"])))
        .setNews(encode(news, new Set())),
    );
    expect(diff.getReplacesList()).toEqual([]);
    return diff.getDiffsList();
  };

  const failuresOf = async (inputs: Properties) => {
    const checked = await methods.check(
      new CheckRequest().setUrn(urnOf("Password")).setNews(encode(inputs, new Set())),
    );
    return checked.getFailuresList().map((each) => [each.getProperty(), each.getReason()]);
  };

  test.each([11, 129, 0, -20, 20.5, "20", null])(
    "of length %j is refused before anything is made",
    async (length) => {
      expect(await failuresOf({ length })).toEqual([
        ["length", `length is ${length}; must be a whole number from 12 to 128`],
      ]);
    },
  );

  test.each([12, 128])("may have %i characters", async (length) => {
    expect(await failuresOf({ length })).toEqual([]);
    expect(await create(length)).toHaveLength(length);
  });

  test("stays as long as its length does", async () => {
    const created = await methods.create(
      new CreateRequest()
        .setUrn(urnOf("Password"))
        .setProperties(encode({ length: 20 }, new Set())),
    );
    const state = decode(created.getProperties()).properties;
    expect(state).toEqual({ length: 20, text: expect.stringMatching(/^[\w-]{20}$/) as string });
    expect(await changes(state, { length: 20 })).toEqual([]);
    expect(await changes(state, { length: 21 })).toEqual(["length"]);
  });

  test("has 32 characters by default, and is a secret output", async () => {
    const registered = recordResources();
    const kept: (string[] | undefined)[] = [];
    new Password("plain", undefined, {
      transformations: [
        ({ props, opts }) => {
          kept.push((opts as { additionalSecretOutputs?: string[] }).additionalSecretOutputs);
          return { props: props, opts };
        },
      ],
    });
    await settled();
    expect(registered.map(({ inputs }) => inputs)).toEqual([{ length: 32 }]);
    expect(kept).toEqual([["text"]]);
  });
});

test("the provider serves them by their types", async () => {
  const { connection, asked } = await serve(inTurn([204]));
  const state = { connection, connector: "a", config: {} } as unknown as Properties;
  await methods.delete(
    new DeleteRequest()
      .setId("a")
      .setUrn(urnOf("Connector"))
      .setProperties(encode(state, new Set())),
  );
  expect(asked).toEqual(["DELETE /connectors/a"]);
  const buckets = { connection, names: ["x"], accessKey: "a", secretKey: "b" };
  await methods.delete(
    new DeleteRequest()
      .setId("b")
      .setUrn(urnOf("Buckets"))
      .setProperties(encode(buckets as unknown as Properties, new Set())),
  );
  expect(asked).toHaveLength(1);
});
