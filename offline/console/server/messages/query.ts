import { z } from "zod";
import { badField, parseFields } from "../parameters";
import type { Isolation } from "./transactions";

/** Where in a topic to start reading, and in which direction. */
export interface MessagesQuery {
  readonly direction: "FORWARD" | "BACKWARD" | "TAILING";
  readonly seek:
    | { readonly type: "BEGINNING" | "LATEST" }
    | { readonly type: "OFFSET" | "TIMESTAMP"; readonly to: ReadonlyMap<number, number> };
  /** Partitions to read. Absent: all. */
  readonly partitions?: ReadonlySet<number>;
  /** Number of messages after which reading stops. */
  readonly limit: number;
  /** Text that the key, the value or a header must contain, in any case. Empty: every message. */
  readonly text: string;
  readonly isolation: Isolation;
}

/** Maximum number of messages for a request. */
export const largestLimit = 1000;
const longestText = 1000;
const mostPartitions = 10000;

const position = /^(\d{1,9})::(\d{1,15})$/;

const fields = z.object({
  seekType: z.enum(["BEGINNING", "LATEST", "OFFSET", "TIMESTAMP"]).default("BEGINNING"),
  seekTo: z.union([z.string(), z.array(z.string())]).optional(),
  seekDirection: z.enum(["FORWARD", "BACKWARD", "TAILING"]).default("FORWARD"),
  limit: z.coerce.number().int().min(1).max(largestLimit).default(100),
  q: z.string().max(longestText).default(""),
  isolation: z.enum(["committed", "all"]).default("committed"),
  keySerde: z.string().max(100).optional(),
  valueSerde: z.string().max(100).optional(),
});

/**
 * Reads the parameters of a request for messages as Kafka UI 0.7 takes them: `seekTo` is
 * `PARTITION::OFFSET` or `PARTITION::MILLISECONDS`, repeated or separated by commas. With BEGINNING and
 * LATEST it names partitions, and what follows `::` is ignored.
 *
 * @throws RequestError 400 that names the invalid parameters.
 */
export function parseMessagesQuery(query: unknown): MessagesQuery {
  const parsed = parseFields(fields, query);
  const to = positions(parsed.seekTo);
  const { seekType: type, seekDirection: direction, limit, q: text, isolation } = parsed;
  const common = {
    direction,
    limit,
    text,
    isolation,
    ...(to.size > 0 && { partitions: new Set(to.keys()) }),
  };
  if (type === "BEGINNING" || type === "LATEST") return { ...common, seek: { type } };
  if (to.size === 0) {
    throw badField("seekTo", `must name a position for each partition with seekType ${type}`);
  }
  return { ...common, seek: { type, to } };
}

function positions(seekTo: string | string[] | undefined): Map<number, number> {
  const parts = [seekTo ?? []]
    .flat()
    .flatMap((part) => part.split(","))
    .filter((part) => part !== "");
  if (parts.length > mostPartitions) throw badField("seekTo", "names too many partitions");
  return new Map(
    parts.map((part) => {
      const [, partition, offset] = position.exec(part) ?? [];
      if (partition === undefined) {
        throw badField("seekTo", "must be PARTITION::OFFSET or PARTITION::MILLISECONDS");
      }
      return [Number(partition), Number(offset)];
    }),
  );
}
