import { UserError } from "../../../common/user-error";

/** A REST interface. */
export interface Rest {
  /** Its address, without a slash at the end. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

const pageSize = 100;
const mostPages = 50;
const timeoutMilliseconds = 30_000;

/** Asks for every page of a list. */
export async function listAll<Item>(rest: Rest, path: string): Promise<Item[]> {
  const items: Item[] = [];
  for (let page = 1; page <= mostPages; page++) {
    const separator = path.includes("?") ? "&" : "?";
    const query = `per_page=${pageSize}&page=${page}`;
    const found = (await send(rest, "GET", `${path}${separator}${query}`)) as Item[];
    items.push(...found);
    if (found.length < pageSize) break;
  }
  return items;
}

/**
 * Sends a request and returns the response's JSON.
 *
 * @throws UserError with the response if it is not a success.
 */
export async function send(
  { url, headers }: Rest,
  method: string,
  path: string,
  body?: object,
): Promise<unknown> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { ...headers, "Content-Type": "application/json", "User-Agent": "kafka-platform" },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMilliseconds),
  }).catch((error: Error) => {
    const cause = error.cause instanceof Error ? error.cause.message : error.message;
    throw new UserError(`${method} ${path} got no answer: ${cause}`);
  });
  if (!response.ok) {
    const answer = (await response.text()).slice(0, 500);
    throw new UserError(
      `${method} ${path} was answered with ${response.status}: ${answer}${hint(response.status)}`,
    );
  }
  return response.json();
}

function hint(status: number): string {
  return status === 401 || status === 403
    ? "\nThe job's token is not allowed to do this: docs/review.md lists what it needs."
    : "";
}

/** A required environment variable. */
export function required(environment: NodeJS.ProcessEnv, name: string, what: string): string {
  const value = environment[name];
  if (!value) throw new UserError(`${name} is not set: it is ${what}.`);
  return value;
}
