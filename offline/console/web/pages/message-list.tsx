import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { TopicMessage } from "../../server/contract";
import { useLanguage } from "../i18n/language";
import { Icon } from "../parts/icons";
import { formatJson } from "../parts/json";
import { JsonView } from "../parts/json-view";

const previewLength = 240;
/** A match that is further in than twice this is moved to the beginning, where even a small window shows it. */
const contextLength = 16;
/** Text longer than this is shown unchanged: formatting and colouring it would block the page. */
const longestJson = 64 * 1024;

interface MessageListProps {
  readonly messages: readonly TopicMessage[];
  /** The search text, which is marked. */
  readonly text: string;
}

/** Messages, one line each; a line opens to show everything. */
export function MessageList({ messages, text }: MessageListProps): JSX.Element {
  const { t } = useLanguage();
  const { columns } = t.messages;
  return (
    <div class="messages">
      <div class="message-line message-head" aria-hidden="true">
        <span>{columns.time}</span>
        <span class="number">{columns.partition}</span>
        <span class="number">{columns.offset}</span>
        <span>{columns.key}</span>
        <span>{columns.value}</span>
        <span />
      </div>
      <ul>
        {messages.map((message) => (
          <Message key={`${message.partition}-${message.offset}`} message={message} text={text} />
        ))}
      </ul>
    </div>
  );
}

function Message({ message, text }: { message: TopicMessage; text: string }): JSX.Element {
  const { t, format } = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const { partition, offset, timestamp, key, content, transaction } = message;
  const title = t.messages.details(partition, format.number(offset));
  return (
    <li class={isOpen ? "open" : ""}>
      <button
        type="button"
        class="message-line"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <span class="message-time">{format.time(timestamp)}</span>
        <span class="number">{partition}</span>
        <span class="number">{offset}</span>
        <span class="message-key">{preview(key, text) ?? <i>{t.messages.noKey}</i>}</span>
        <span class="message-value">
          {transaction && <b class="badge warning">{t.messages.transaction[transaction]}</b>}{" "}
          {preview(content, text) ?? <i>{t.messages.noValue}</i>}
        </span>
        <Icon name={isOpen ? "up" : "down"} />
      </button>
      {isOpen && (
        <section class="message-details" aria-label={title}>
          <Details message={message} />
        </section>
      )}
    </li>
  );
}

function Details({ message }: { message: TopicMessage }): JSX.Element {
  const { t, format } = useLanguage();
  const {
    key,
    content,
    headerList,
    keySize = 0,
    valueSize = 0,
    keySerde,
    valueSerde,
    truncated,
  } = message;
  const shown = content ?? "";
  return (
    <>
      <dl class="facts">
        <dt>{t.messages.columns.key}</dt>
        <dd class="mono wrap">
          {key ?? <i>{t.messages.noKey}</i>}{" "}
          {keySerde === "Hex" && <small>({t.messages.hex})</small>}
        </dd>
        <dt>{t.messages.size}</dt>
        <dd>
          {format.bytes(keySize)} + {format.bytes(valueSize)}
        </dd>
        {headerList.length > 0 && (
          <>
            <dt>{t.messages.headers}</dt>
            <dd class="mono wrap">
              {headerList.map(({ name, value, isHex }, index) => (
                <div key={index}>
                  {name}={value ?? <i>null</i>} {isHex && <small>({t.messages.hex})</small>}
                </div>
              ))}
            </dd>
          </>
        )}
      </dl>
      {truncated && (
        <p class="hint">
          {t.messages.truncated(format.bytes(shown.length), format.bytes(valueSize))}
        </p>
      )}
      {valueSerde === "Hex" && <p class="hint">{t.messages.hex}</p>}
      {content !== undefined && (
        <div class="message-content">
          <CopyButton text={shown} />
          {shown.length > longestJson ? (
            <pre class="json" tabIndex={0}>
              {shown}
            </pre>
          ) : (
            <JsonView text={formatJson(shown) ?? shown} />
          )}
        </div>
      )}
    </>
  );
}

function CopyButton({ text }: { text: string }): JSX.Element {
  const { t } = useLanguage();
  const [isCopied, setCopied] = useState(false);
  return (
    <button
      type="button"
      class="button small"
      onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
    >
      <Icon name="copy" />{" "}
      <span role="status">{isCopied ? t.messages.copied : t.messages.copy}</span>
    </button>
  );
}

/** The beginning of a text, or the part around the search text, which is marked. */
function preview(text: string | undefined, wanted: string): JSX.Element | undefined {
  if (text === undefined) return undefined;
  const found = wanted === "" ? -1 : text.toLowerCase().indexOf(wanted.toLowerCase());
  const start = found > 2 * contextLength ? found - contextLength : 0;
  const part = text.slice(start, start + previewLength);
  const at = found - start;
  return (
    <>
      {start > 0 && "… "}
      {found < 0 ? (
        part
      ) : (
        <>
          {part.slice(0, at)}
          <mark>{part.slice(at, at + wanted.length)}</mark>
          {part.slice(at + wanted.length)}
        </>
      )}
    </>
  );
}
