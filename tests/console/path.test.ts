import type { AddressInfo } from "node:net";
import path from "node:path";
import { createApp } from "../../offline/console/server/app";
import { readEnvironment } from "../../offline/console/server/environment";
import { whatDoesNotAnswer } from "../../kafka/answers";
import { openHttp } from "../../kafka/smoke/http";

// The page as it is before it is bundled; no broker is there.
const webFolder = path.join(__dirname, "../../offline/console/web");
const cluster = { KAFKA_CLUSTERS_0_NAME: "lab", KAFKA_CLUSTERS_0_BOOTSTRAPSERVERS: "127.0.0.1:1" };
const login = {
  AUTH_TYPE: "LOGIN_FORM",
  SPRING_SECURITY_USER_NAME: "ana",
  SPRING_SECURITY_USER_PASSWORD: "geheim",
};
const closing: (() => Promise<unknown>)[] = [];
afterAll(() => Promise.all(closing.map((close) => close())));

async function serve(environment: Record<string, string>): Promise<string> {
  const app = await createApp(readEnvironment({ ...cluster, ...environment }), webFolder);
  closing.push(() => app.close());
  await app.listen({ port: 0, host: "127.0.0.1" });
  return `127.0.0.1:${(app.server.address() as AddressInfo).port}`;
}

const at = (place: string) => ({ SERVER_SERVLET_CONTEXT_PATH: place });

async function get(address: string, url: string): Promise<[number, string]> {
  const response = await fetch(`http://${address}${url}`, { redirect: "manual" });
  return [response.status, response.headers.get("location") ?? ""];
}

test("at a path, everything is served below it and nothing outside it", async () => {
  const address = await serve(at("/tools/kafka"));
  expect(await get(address, "/tools/kafka")).toEqual([302, "/tools/kafka/ui"]);
  expect(await get(address, "/tools/kafka/")).toEqual([302, "/tools/kafka/ui"]);
  expect(await get(address, "/tools/kafka/ui/clusters/lab")).toEqual([200, ""]);
  expect(await get(address, "/tools/kafka/api/info")).toEqual([200, ""]);
  for (const url of ["/", "/ui", "/api/info", "/tools/kafka-2/ui", "/tools/kafka/nothing"]) {
    expect([url, ...(await get(address, url))]).toEqual([url, 404, ""]);
  }
  const { message } = (await (await fetch(`http://${address}/ui`)).json()) as { message: string };
  expect(message).toBe("Not found. The console is at /tools/kafka/.");
});

test.each(["", "/kafka"])("the page learns that it is at %j", async (place) => {
  const address = await serve(at(place));
  const html = await (await fetch(`http://${address}${place}/ui`)).text();
  expect(html).toContain(`<meta name="console-path" content="${place}" />`);
  expect(html).not.toContain("{{");
});

test("a login redirects to the path, and its cookie belongs to it", async () => {
  const address = await serve({ ...login, ...at("/kafka") });
  expect(await get(address, "/kafka/ui")).toEqual([302, "/kafka/auth"]);
  expect(await get(address, "/kafka/auth")).toEqual([200, ""]);
  expect(await get(address, "/kafka/api/clusters")).toEqual([401, ""]);
  const post = (url: string, body?: URLSearchParams, cookie = "") =>
    fetch(`http://${address}/kafka${url}`, {
      method: "POST",
      redirect: "manual",
      headers: { cookie },
      ...(body && { body }),
    });
  const refused = await post("/auth", new URLSearchParams({ username: "ana", password: "x" }));
  expect(refused.headers.get("location")).toBe("/kafka/auth?error");
  const accepted = await post(
    "/auth",
    new URLSearchParams({ username: "ana", password: "geheim" }),
  );
  expect(accepted.headers.get("location")).toBe("/kafka/");
  const cookie = accepted.headers.get("set-cookie") ?? "";
  expect(cookie).toMatch(/^SESSION=[^;]+;.* Path=\/kafka;/);
  const session = cookie.replace(/;.*/, "");
  const page = await fetch(`http://${address}/kafka/ui`, { headers: { cookie: session } });
  expect(page.status).toBe(200);
  const left = await post("/logout", undefined, session);
  expect(left.headers.get("location")).toBe("/kafka/auth");
});

// Routes match however a path is encoded; the rest of the second URL is what is open to everybody.
test.each(["/%6bafka/api/clusters", "/%61%61%61%61/favicon/api/clusters"])(
  "no spelling of the path leads past the login: %s",
  async (url) => {
    const place = decodeURIComponent(url).replace("/api/clusters", "");
    const [status, location] = await get(await serve({ ...login, ...at(place) }), url);
    expect([status, location]).toEqual([302, `${place}/auth`]);
  },
);

test("the smoke test and `make status` ask at the path", async () => {
  const connection = { via: "direct", addresses: [await serve(at("/kafka"))] } as const;
  const ask = (base?: string) =>
    openHttp(connection, base).then((http) => http.json("GET", "/actuator/health"));
  expect(await ask("/kafka")).toEqual({ status: "UP" });
  await expect(ask()).rejects.toThrow("it answers /actuator/health with status 404");
  const nothing = { via: "direct", addresses: ["127.0.0.1:1"] } as const;
  const silent = async (kafkaUi: object) =>
    (
      await whatDoesNotAnswer({
        connection: nothing,
        zooKeeper: nothing,
        kafkaUi: { connection, ...kafkaUi },
      })
    ).map((line) => line.replace(/ at .*/, ""));
  expect(await silent({ path: "/kafka" })).toEqual(["ZooKeeper", "broker"]);
  expect(await silent({})).toEqual(["ZooKeeper", "broker", "Kafka UI"]);
});
