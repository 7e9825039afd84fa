import { setTimeout as pause } from "node:timers/promises";
import type { Connection } from "../../targets/connection";
import { openHttp, type HttpClient } from "./http";

/** How to reach the web page. */
export interface KafkaUiAccess {
  readonly connection: Connection;
  /** Path of every URL, such as `/kafka`. Default: the root. */
  readonly path?: string;
  /** User and password for the login. Default: no login is needed. */
  readonly login?: { readonly user: string; readonly password: string };
}

/** The part of Kafka UI's description of a cluster that is checked. */
interface Cluster {
  readonly name: string;
  readonly status: string;
}

const timeoutSeconds = 60;
const topicsPerPage = 500;

/**
 * Checks that Kafka UI is healthy and sees the cluster and every topic, through the REST interface of
 * Kafka UI 0.7, with the login if there is one.
 *
 * @throws Error that says what was seen last, after 60 s.
 */
export async function checkKafkaUi(
  access: KafkaUiAccess,
  topics: readonly string[],
): Promise<void> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  for (;;) {
    const problem = await look(access, topics).catch((error: Error) => error.message);
    if (problem === undefined) return;
    if (Date.now() > deadline) throw new Error(problem);
    await pause(500);
  }
}

async function look(
  { connection, path, login }: KafkaUiAccess,
  topics: readonly string[],
): Promise<string | undefined> {
  const http = await openHttp(connection, path);
  const health = await http.json<{ status: string }>("GET", "/actuator/health");
  if (health.status !== "UP") return `it reports its status as ${health.status}`;
  if (login) await logIn(http, login);
  const [cluster] = await http.json<Cluster[]>("GET", "/api/clusters");
  if (!cluster) return "it has no cluster";
  if (cluster.status !== "online") return `its cluster ${cluster.name} is ${cluster.status}`;
  const missing = await missingTopics(http, cluster.name, topics);
  if (missing.length === 0) return undefined;
  // Kafka UI looks at a cluster every 30 s; this makes it look at once.
  await http.json("POST", `/api/clusters/${encodeURIComponent(cluster.name)}/cache`);
  const others = missing.length > 5 ? ` and ${missing.length - 5} other topics` : "";
  return `it does not see ${missing.slice(0, 5).join(", ")}${others}`;
}

async function logIn(
  http: HttpClient,
  { user, password }: NonNullable<KafkaUiAccess["login"]>,
): Promise<void> {
  const { location } = await http.postForm("/auth", { username: user, password });
  if (location === undefined || /[?&]error/.test(location)) {
    throw new Error("it rejects the configured user name and password");
  }
}

async function missingTopics(
  http: HttpClient,
  cluster: string,
  topics: readonly string[],
): Promise<string[]> {
  const missing = new Set(topics);
  for (let page = 1, pageCount = 1; page <= pageCount && missing.size > 0; page += 1) {
    const list = await http.json<{ pageCount: number; topics: { name: string }[] }>(
      "GET",
      `/api/clusters/${encodeURIComponent(cluster)}/topics?page=${page}&perPage=${topicsPerPage}`,
    );
    for (const { name } of list.topics) missing.delete(name);
    pageCount = list.pageCount;
  }
  return [...missing];
}
