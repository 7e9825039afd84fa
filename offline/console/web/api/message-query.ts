/** Where a view of messages starts. */
export const positions = ["newest", "oldest", "offset", "time", "live"] as const;

export type Position = (typeof positions)[number];

/** What a view of messages shows, as in its URL. */
export interface MessageQuery {
  readonly text: string;
  readonly from: Position;
  /** Undefined: all. */
  readonly partition?: number;
  readonly offset: number;
  /** Local time in the format of a datetime-local field. */
  readonly time: string;
  readonly limit: number;
  /** Whether to include messages of aborted and open transactions, marked. */
  readonly uncommitted: boolean;
}

export const limits = [25, 100, 500, 1000];

/** Parses the URL of a view; invalid values fall back to defaults. */
export function readMessageQuery(parameters: URLSearchParams): MessageQuery {
  const partition = parameters.get("partition");
  const limit = Number(parameters.get("limit"));
  return {
    text: parameters.get("q") ?? "",
    from: positions.find((each) => each === parameters.get("from")) ?? "newest",
    ...(partition !== null && /^\d{1,9}$/.test(partition) && { partition: Number(partition) }),
    offset: Math.max(0, Number(parameters.get("offset")) || 0),
    time: parameters.get("time") ?? "",
    limit: limits.includes(limit) ? limit : 100,
    uncommitted: parameters.get("isolation") === "all",
  };
}

/**
 * Parameters of the request for a view's messages.
 *
 * @param partitions Ids of the topic's partitions.
 * @param cursor Where an earlier request ended, to continue from there.
 */
export function requestParameters(
  { text, from, partition, offset, time, limit, uncommitted }: MessageQuery,
  partitions: readonly number[],
  cursor?: string,
): Record<string, string | number> {
  const wanted = partition === undefined ? partitions : [partition];
  const at = (position: number) => wanted.map((id) => `${id}::${position}`).join(",");
  const milliseconds = Date.parse(time);
  const start = {
    newest: { seekDirection: "BACKWARD", seekType: "LATEST", seekTo: at(0) },
    oldest: { seekDirection: "FORWARD", seekType: "BEGINNING", seekTo: at(0) },
    offset: { seekDirection: "FORWARD", seekType: "OFFSET", seekTo: at(offset) },
    time: {
      seekDirection: "FORWARD",
      seekType: "TIMESTAMP",
      seekTo: at(Number.isNaN(milliseconds) ? 0 : milliseconds),
    },
    live: { seekDirection: "TAILING", seekType: "LATEST", seekTo: at(0) },
  }[from];
  return {
    ...start,
    ...(cursor !== undefined && { seekType: "OFFSET", seekTo: cursor }),
    limit,
    q: text,
    isolation: uncommitted ? "all" : "committed",
  };
}
