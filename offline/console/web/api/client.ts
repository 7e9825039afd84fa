import type { ErrorResponse } from "../../server/errors";
import { basePath } from "../base-path";

/** Thrown if the server refuses a request, with what it says about individual fields. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly status: number,
    message: string,
    readonly fields: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** Gets JSON; opens the login page if the session has ended. */
export async function get<Result>(path: string, signal?: AbortSignal): Promise<Result> {
  const response = await request(path, { ...(signal && { signal }) });
  return (await response.json()) as Result;
}

/** Posts JSON. */
export async function post(path: string, body: unknown): Promise<void> {
  await request(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** Sends a request; resolves to a successful response. @throws ApiError */
export async function request(path: string, options: RequestInit): Promise<Response> {
  const response = await fetch(`${basePath}${path}`, options);
  if (response.status === 401) location.assign(`${basePath}/auth`);
  if (response.ok) return response;
  const body = (await response.json().catch(() => ({}))) as Partial<ErrorResponse>;
  const fields = (body.fieldsErrors ?? []).map(({ fieldName, restrictions }) => [
    fieldName,
    restrictions.join("; "),
  ]);
  throw new ApiError(
    response.status,
    body.message ?? response.statusText,
    Object.fromEntries(fields) as Record<string, string>,
  );
}

/** A path with its parts and parameters encoded, without undefined or empty parameters. */
export function url(
  parts: readonly string[],
  parameters: Readonly<Record<string, string | number | boolean | undefined>> = {},
): string {
  const query = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [[name, String(value)]],
  );
  const path = `/${parts.map(encodeURIComponent).join("/")}`;
  return query.length === 0 ? path : `${path}?${new URLSearchParams(query).toString()}`;
}

/** A path in a cluster's part of the API. */
export function clusterUrl(
  cluster: string,
  parts: readonly string[],
  parameters?: Parameters<typeof url>[1],
): string {
  return url(["api", "clusters", cluster, ...parts], parameters);
}
