import type { TopicMessageEvent } from "../contract";
import type { ClusterClient } from "../kafka/cluster-client";
import type { TopicMetadata } from "../kafka/metadata";
import { walkBackward } from "./backward";
import { walkForward } from "./forward";
import type { MessagesQuery } from "./query";
import { findRanges } from "./range";
import { type Bounds, type Found, type Read, type Rest, searchBounds, Tally } from "./scan";
import { tail } from "./tail";
import { messageView, textFilter } from "./view";

const readBytes = 1024 * 1024;
const reportEveryMilliseconds = 250;

// A live view that nobody looks at any more would go on for ever.
const tailBounds: Bounds = { milliseconds: 3_600_000, messages: Infinity, bytes: Infinity };

/**
 * Answers a query, event by event: what it does, each message, how much it has looked at, and at its
 * end where the next request can go on (`cursor.id`, in the form of `seekTo`).
 *
 * @param signal Ends it when nobody listens any more.
 */
export async function* messageEvents(
  client: ClusterClient,
  topic: TopicMetadata,
  query: MessagesQuery,
  signal: AbortSignal,
): AsyncGenerator<TopicMessageEvent> {
  const isTail = query.direction === "TAILING";
  const tally = new Tally(isTail ? tailBounds : searchBounds, signal);
  yield { type: "PHASE", phase: { name: "Finding offsets" } };
  const ranges = await findRanges(client, topic, query);
  yield { type: "PHASE", phase: { name: isTail ? "Waiting for messages" : "Reading" } };
  const matches = textFilter(query.text);
  const accepts = ({ record }: Found) => matches(record);
  const read: Read = (partition, offset) =>
    client.read({ topic: topic.name, partition, offset, maxBytes: readBytes, maxWait: 100 });
  const walk = {
    FORWARD: () => walkForward(ranges, read, accepts, query.limit, tally),
    BACKWARD: () => walkBackward(ranges, read, accepts, query.limit, tally),
    TAILING: () => tail(ranges, read, accepts, tally),
  }[query.direction]();
  let reported = 0;
  for (;;) {
    const { done, value } = await walk.next();
    if (done) {
      yield finish(tally, value ?? []);
      return;
    }
    for (const { partition, record } of value) {
      yield { type: "MESSAGE", message: messageView(partition, record) };
    }
    if (Date.now() - reported > reportEveryMilliseconds) {
      reported = Date.now();
      yield { type: "CONSUMING", consuming: tally.report() };
    }
  }
}

function finish(tally: Tally, rest: readonly Rest[]): TopicMessageEvent {
  const id = rest.map(({ partition, offset }) => `${partition}::${offset}`).join(",");
  return {
    type: "DONE",
    consuming: tally.report(tally.isOver && rest.length > 0),
    ...(rest.length > 0 && { cursor: { id } }),
  };
}
