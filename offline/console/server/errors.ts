/** Thrown if an environment variable is invalid: the message names it and says what is allowed. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";

  constructor(variable: string, problem: string) {
    super(`${variable} ${problem}.`);
  }
}

/** Thrown if a request cannot be served, for a reason that the person who made it can understand. */
export class RequestError extends Error {
  override readonly name = "RequestError";

  constructor(
    /** HTTP status. */
    readonly statusCode: number,
    message: string,
    /** What is wrong with individual fields, by name. */
    readonly fields: Readonly<Record<string, readonly string[]>> = {},
  ) {
    super(message);
  }
}

/** The body of a failed request, in Kafka UI's shape (its contract's ErrorResponse). */
export interface ErrorResponse {
  readonly code: number;
  readonly message: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly requestId: string;
  readonly fieldsErrors: readonly {
    readonly fieldName: string;
    readonly restrictions: readonly string[];
  }[];
}

/** What a client learns about a failure, and the HTTP status. Unexpected failures are not described. */
export function errorResponse(
  error: unknown,
  requestId: string,
): { status: number; body: ErrorResponse } {
  const { status, message, fields } = describe(error);
  return {
    status,
    body: {
      code: status * 10,
      message,
      timestamp: Date.now(),
      requestId,
      fieldsErrors: Object.entries(fields).map(([fieldName, restrictions]) => ({
        fieldName,
        restrictions,
      })),
    },
  };
}

interface Described {
  readonly status: number;
  readonly message: string;
  readonly fields: RequestError["fields"];
}

function describe(error: unknown): Described {
  if (error instanceof RequestError) {
    return { status: error.statusCode, message: error.message, fields: error.fields };
  }
  const { name = "", message: own = "", errors = [], type, statusCode } = (error ?? {}) as Failure;
  // kafkajs collects the errors of the individual topics.
  const message = [own, ...errors.map((each) => each.message)].join(": ");
  if (type === "UNKNOWN_TOPIC_OR_PARTITION") {
    return { status: 404, message: "The topic or partition does not exist.", fields: {} };
  }
  if (name.startsWith("KafkaJS")) {
    const unreachable = /Connection|Timeout|BrokerNotFound|NumberOfRetries/.test(name);
    return unreachable
      ? { status: 503, message: `The cluster does not respond: ${message}`, fields: {} }
      : { status: 400, message, fields: {} };
  }
  // Fastify's own errors: a body that is too large, an unknown route, too many requests.
  if (statusCode !== undefined && statusCode < 500)
    return { status: statusCode, message, fields: {} };
  return { status: 500, message: "Internal error. See the console's log.", fields: {} };
}

interface Failure {
  readonly name?: string;
  readonly message?: string;
  /** Kafka's name of the error. */
  readonly type?: string;
  readonly statusCode?: number;
  readonly errors?: readonly { readonly message: string }[];
}
