import type { JSX } from "preact";
import { useCallback, useEffect, useMemo, useRef } from "preact/hooks";
import type { Topic } from "../../server/contract";
import { clusterUrl } from "../api/client";
import { readMessageQuery, requestParameters } from "../api/message-query";
import { type MessagesState, useMessages } from "../api/use-messages";
import { useParameters } from "../api/use-parameters";
import { useLanguage } from "../i18n/language";
import { Icon } from "../parts/icons";
import { Empty, Failure } from "../parts/states";
import { MessageForm } from "./message-form";
import { MessageList } from "./message-list";

/** Maximum number of unreadable partitions to list. */
const mostUnread = 5;

/** The messages of a topic: read, searched, or watched as they arrive. The query is in the URL. */
export function MessagesView({ cluster, topic }: { cluster: string; topic: Topic }): JSX.Element {
  const { t } = useLanguage();
  const [parameters, change] = useParameters();
  const search = parameters.toString();
  const query = useMemo(() => readMessageQuery(new URLSearchParams(search)), [search]);
  const { start, stop, ...state } = useMessages();
  const partitionIds = topic.partitions.map(({ partition }) => partition).join(",");

  // Where the current request started: a retry continues there, and keeps the messages from before it.
  const lastCursor = useRef<string>();
  const read = useCallback(
    (cursor?: string, goesOn: boolean | "again" = cursor !== undefined) => {
      lastCursor.current = cursor;
      const path = clusterUrl(cluster, ["topics", topic.name, "messages", "search"]);
      const ids = partitionIds.split(",").map(Number);
      const parameters = requestParameters(query, ids, cursor);
      void start({ path, parameters, isLive: query.from === "live", goesOn });
    },
    [cluster, topic.name, query, partitionIds, start],
  );
  useEffect(() => read(), [read]);

  const { cursor, messages, status, error } = state;
  return (
    <>
      <MessageForm
        key={search}
        query={query}
        partitions={topic.partitions}
        isReading={status === "reading"}
        onSubmit={(changes) => {
          if (new URLSearchParams(changes).toString() === search) read();
          else
            change({
              ...Object.fromEntries([...parameters.keys()].map((name) => [name, ""])),
              ...changes,
            });
        }}
        onStop={stop}
      />
      <Progress state={state} isLive={query.from === "live"} />
      <p class="hint">{query.uncommitted ? t.messages.allShown : t.messages.committedShown}</p>
      <UnreadPartitions state={state} />
      {error && <Failure error={error} retry={() => read(lastCursor.current, "again")} />}
      {messages.length > 0 && <MessageList messages={messages} text={query.text} />}
      {messages.length === 0 && (status === "done" || status === "stopped") && (
        <Empty
          {...(query.text !== "" && { icon: "search" as const })}
          title={query.text === "" ? t.messages.empty : t.messages.noMatch}
          hint={query.text === "" ? t.messages.emptyHint : t.messages.noMatchHint(query.text)}
        />
      )}
      {status === "done" && cursor !== undefined && (
        <p class="more">
          <button type="button" class="button" onClick={() => read(cursor)}>
            {t.messages.more}
          </button>
        </p>
      )}
    </>
  );
}

/** Partitions whose messages are missing, and why. */
function UnreadPartitions({ state }: { state: MessagesState }): JSX.Element | null {
  const { t, format } = useLanguage();
  const unread = state.consuming?.unread ?? [];
  if (unread.length === 0) return null;
  const more = unread.length - mostUnread;
  return (
    <div class="failure" role="alert">
      <Icon name="alert" />
      <ul>
        {unread.slice(0, mostUnread).map(({ partition, reason }) => (
          <li key={partition}>{t.messages.unread(partition, reason)}</li>
        ))}
        {more > 0 && <li>{t.messages.unreadMore(format.number(more))}</li>}
      </ul>
    </div>
  );
}

function Progress({ state, isLive }: { state: MessagesState; isLive: boolean }): JSX.Element {
  const { t, format } = useLanguage();
  const { status, consuming, messages } = state;
  const parts = [
    ...(status === "reading" ? [isLive ? t.messages.waiting : t.messages.reading] : []),
    ...(status === "stopped" ? [t.messages.stopped] : []),
    ...(status === "done" && consuming?.isCancelled ? [t.messages.bounded] : []),
    t.messages.found(format.number(messages.length)),
    ...(consuming
      ? [
          t.messages.progress(
            format.number(consuming.messagesConsumed),
            format.bytes(consuming.bytesConsumed),
            format.seconds(consuming.elapsedMs),
          ),
        ]
      : []),
  ];
  return (
    <p
      class={status === "reading" ? "progress busy" : "progress"}
      role="status"
      data-status={status}
    >
      {parts.join(" · ")}
    </p>
  );
}
