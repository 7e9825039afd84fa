import * as http from "node:http";
import * as https from "node:https";
import type { KubeConfig } from "@kubernetes/client-node";
import type { Properties } from "../../../../provider/sdk/value";
import { ApiError } from "./api-error";

/** A call of the Kubernetes API. */
export interface ApiRequest {
  readonly method: "DELETE" | "GET" | "PATCH" | "POST";
  /** Path on the API server, from the root. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** `application/json` if omitted. */
  readonly contentType?: string;
}

const timeoutMilliseconds = 32_000;

/**
 * Calls the API server. The client library's own calls would drop the fields that they do not know and
 * convert times to dates; the state must hold exactly what the server returns.
 *
 * @throws ApiError if the server refuses the request
 */
export async function callApi(config: KubeConfig, request: ApiRequest): Promise<Properties> {
  const cluster = config.getCurrentCluster();
  if (!cluster) throw new Error("no current cluster");
  const base = new URL(cluster.server);
  const url = new URL(base.pathname.replace(/\/$/, "") + request.path, base);
  url.search = new URLSearchParams(request.query).toString();
  const options: https.RequestOptions = {
    method: request.method,
    timeout: timeoutMilliseconds,
    headers: {
      accept: "application/json",
      "content-type": request.contentType ?? "application/json",
    },
  };
  await config.applyToHTTPSOptions(options);
  const body = request.body === undefined ? undefined : JSON.stringify(request.body);
  const { status, content } = await exchange(url, options, body);
  const answer = parse(content);
  if (status >= 400) throw ApiError.of(status, answer, content);
  return answer;
}

interface Answer {
  readonly status: number;
  readonly content: string;
}

function exchange(
  url: URL,
  options: https.RequestOptions,
  body: string | undefined,
): Promise<Answer> {
  const transport = url.protocol === "http:" ? http : https;
  return new Promise((resolve, reject) => {
    const call = transport.request(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const content = Buffer.concat(chunks).toString("utf8");
        resolve({ status: response.statusCode ?? 0, content });
      });
    });
    call.on("timeout", () =>
      call.destroy(Object.assign(new Error("i/o timeout"), { code: "ETIMEDOUT" })),
    );
    call.on("error", reject);
    // Node.js sends no content length with a DELETE, and the server would assume that it has no body.
    if (body !== undefined) call.setHeader("content-length", Buffer.byteLength(body));
    call.end(body);
  });
}

function parse(content: string): Properties {
  try {
    return JSON.parse(content) as Properties;
  } catch {
    return {};
  }
}
