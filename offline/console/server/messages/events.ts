import type { Consuming, TopicMessageEvent } from "../contract";
import type { ClusterClient } from "../kafka/cluster-client";
import type { TopicMetadata } from "../kafka/metadata";
import { NoAnswer } from "../kafka/questions";
import type { TopicReader } from "../kafka/topic-reader";
import { walkBackward } from "./backward";
import { walkForward } from "./forward";
import type { MessagesQuery } from "./query";
import { beyond, findRanges, type Range } from "./range";
import { type Bounds, type Found, type Rest, searchBounds, Tally } from "./scan";
import { tail } from "./tail";
import { isolatedRead } from "./transactions";
import { messageView, textFilter } from "./view";

const reportEveryMilliseconds = 250;
const unknownReason = "it has no leader, or its leader does not answer";

// Without a bound, a live view that nobody watches any more would run forever.
const tailBounds: Bounds = { milliseconds: 3_600_000, messages: Infinity, bytes: Infinity };

/**
 * Answers a query as events: the current phase, each message, how much was searched, and at the end where
 * the next request can continue (`cursor.id`, in the form of `seekTo`).
 *
 * @param signal Ends the search when nobody is listening any more.
 */
export async function* messageEvents(
  client: ClusterClient,
  topic: TopicMetadata,
  query: MessagesQuery,
  signal: AbortSignal,
): AsyncGenerator<TopicMessageEvent> {
  const reader = client.reader(topic);
  const close = () => void reader.close();
  signal.addEventListener("abort", close, { once: true });
  try {
    yield* readEvents(client, reader, topic, query, signal);
  } catch (error) {
    // The connections were closed because nobody is listening any more.
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener("abort", close);
    await reader.close();
  }
}

async function* readEvents(
  client: ClusterClient,
  reader: TopicReader,
  topic: TopicMetadata,
  query: MessagesQuery,
  signal: AbortSignal,
): AsyncGenerator<TopicMessageEvent> {
  const isTail = query.direction === "TAILING";
  const tally = new Tally(isTail ? tailBounds : searchBounds, signal);
  yield { type: "PHASE", phase: { name: "Finding offsets" } };
  const { ranges, stable, unknown } = await findRanges(client, reader, topic, query);
  if (unknown.length > 0 && unknown.length === topic.partitions.length) {
    throw new NoAnswer();
  }
  // A live view keeps retrying these partitions, and its reader reports which ones it cannot read.
  const notSearched = isTail ? [] : unknown;
  const unread = () => [
    ...notSearched.map((partition) => ({ partition, reason: unknownReason })),
    ...reader.unread().filter(({ partition }) => !notSearched.includes(partition)),
  ];
  const consuming = (isOver = false) => {
    const missing = unread();
    return { ...tally.report(isOver), ...(missing.length > 0 && { unread: missing }) };
  };
  yield { type: "PHASE", phase: { name: isTail ? "Waiting for messages" : "Reading" } };
  const matches = textFilter(query.text);
  const accepts = ({ record }: Found) => matches(record);
  const read = isolatedRead(
    (positions, options) => reader.fetch(positions, options),
    query.isolation,
    stable,
  );
  const byBroker = isTail ? await groupsOf(ranges, reader) : [];
  const walk = {
    FORWARD: () => walkForward(ranges, read, accepts, query.limit, tally),
    BACKWARD: () => walkBackward(ranges, read, accepts, query.limit, tally),
    TAILING: () => tail(byBroker, read, accepts, tally),
  }[query.direction]();
  let reported = 0;
  for (;;) {
    const { done, value } = await walk.next();
    if (done) {
      const rest = [...(value ?? []), ...placesOf(notSearched, query)];
      yield finish(consuming(tally.isOver && rest.length > 0), rest);
      return;
    }
    for (const found of value) yield { type: "MESSAGE", message: messageView(found) };
    if (Date.now() - reported > reportEveryMilliseconds) {
      reported = Date.now();
      yield { type: "CONSUMING", consuming: consuming() };
    }
  }
}

/** Ranges by broker; those without a leader, for which a live view waits, form a separate group. */
async function groupsOf(ranges: readonly Range[], reader: TopicReader): Promise<Range[][]> {
  const groups = [...(await reader.byLeader(ranges.map(({ partition }) => partition))).values()];
  const led = new Set(groups.flat());
  return [
    ...groups.map((ids) => ranges.filter(({ partition }) => ids.includes(partition))),
    ranges.filter(({ partition }) => !led.has(partition)),
  ].filter((group) => group.length > 0);
}

/** Where to start searching unread partitions: an offset outside what a partition keeps means its start or end. */
function placesOf(partitions: readonly number[], { seek, direction }: MessagesQuery): Rest[] {
  if (seek.type === "TIMESTAMP") return [];
  const edge = direction === "BACKWARD" || seek.type === "LATEST" ? beyond : 0;
  return partitions.map((partition) => ({
    partition,
    offset: (seek.type === "OFFSET" ? seek.to.get(partition) : undefined) ?? edge,
  }));
}

function finish(consuming: Consuming, rest: readonly Rest[]): TopicMessageEvent {
  const id = rest.map(({ partition, offset }) => `${partition}::${offset}`).join(",");
  return {
    type: "DONE",
    consuming,
    ...(rest.length > 0 && { cursor: { id } }),
  };
}
