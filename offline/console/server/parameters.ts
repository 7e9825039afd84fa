import { z } from "zod";
import { RequestError } from "./errors";

/** Parses with a schema, and throws a RequestError 400 that lists every invalid field. */
export function parseFields<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems: Record<string, string[]> = {};
  for (const { path, message } of result.error.issues) {
    (problems[path.map(String).join(".") || "body"] ??= []).push(message);
  }
  const names = Object.keys(problems).join(", ");
  throw new RequestError(400, `Invalid request: ${names}.`, problems);
}

/** A RequestError 400 about one field. */
export function badField(name: string, problem: string): RequestError {
  return new RequestError(400, `${name} ${problem}.`, { [name]: [problem] });
}

/** Parameters of a paged list. */
export const paging = {
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  perPage: z.coerce.number().int().min(1).max(500).default(25),
  search: z.string().max(250).default(""),
  sortOrder: z.enum(["ASC", "DESC"]).default("ASC"),
};

/** A boolean in a query. */
export const flag = z
  .enum(["true", "false"])
  .default("false")
  .transform((text) => text === "true");
