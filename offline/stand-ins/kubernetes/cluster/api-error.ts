import type { Properties } from "../../../../provider/sdk/value";
import { text } from "../object";

/** An error from the API server, with its own message. */
export class ApiError extends Error {
  constructor(
    /** HTTP status. */
    readonly status: number,
    /** Machine-readable reason, such as `AlreadyExists`. */
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }

  /** Reads the Status object in the server's answer. */
  static of(status: number, answer: Properties, content: string): ApiError {
    const message = text(answer, "message") || content.trim() || `HTTP status ${status}`;
    return new ApiError(status, text(answer, "reason"), message);
  }
}

/** Whether the error is from the API server with one of the reasons. */
export function isRefusal(error: unknown, ...reasons: readonly string[]): error is ApiError {
  return error instanceof ApiError && reasons.includes(error.reason);
}

/** The reason why a call failed, in the words of the Go client that users know from kubectl. */
export function connectionFailure(error: unknown): string {
  const [first] = error instanceof AggregateError ? (error.errors as unknown[]) : [error];
  if (!(first instanceof Error)) return String(first);
  const { code, address, port, hostname } = first as NodeJS.ErrnoException & {
    readonly address?: string;
    readonly port?: number;
    readonly hostname?: string;
  };
  const peer = `dial tcp ${address?.includes(":") ? `[${address}]` : address}:${port}`;
  if (code === "ECONNREFUSED") return `${peer}: connect: connection refused`;
  if (code === "EHOSTUNREACH") return `${peer}: connect: no route to host`;
  if (code === "ENETUNREACH") return `${peer}: connect: network is unreachable`;
  if (code === "ENOTFOUND") return `dial tcp: lookup ${hostname}: no such host`;
  return first.message;
}
