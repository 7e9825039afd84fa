import { isUtf8 } from "node:buffer";
import type { TopicMessage } from "../contract";
import type { LogRecord } from "../kafka/record-batch";
import type { Found } from "./scan";

/** Maximum number of bytes of a key or a value that are sent. */
export const largestPart = 256 * 1024;

/** A message in Kafka UI's shape. What is not text is written in hexadecimal digits. */
export function messageView({ partition, record, transaction }: Found): TopicMessage {
  const [key, content] = [part(record.key), part(record.value)];
  const headers = record.headers.map(([name, value]) => {
    const shown = part(value);
    return { name, value: shown?.text ?? null, ...(shown?.isText === false && { isHex: true }) };
  });
  return {
    partition,
    offset: record.offset,
    timestamp: isoTime(record.timestamp),
    timestampType: timestampType(record),
    ...(key && { key: key.text, keySize: record.key?.length ?? 0 }),
    ...(content && { content: content.text, valueSize: record.value?.length ?? 0 }),
    headers: byName(headers),
    headerList: headers,
    headersSize: headersOf(record).reduce((sum, each) => sum + (each?.length ?? 0), 0),
    keySerde: key?.isText === false ? "Hex" : "String",
    valueSerde: content?.isText === false ? "Hex" : "String",
    ...((key?.truncated ?? content?.truncated) && { truncated: true }),
    ...(transaction && { transaction }),
  };
}

/** Headers as Kafka UI has them; the last of each name, like consumers' `lastHeader`. */
function byName(headers: TopicMessage["headerList"]): Record<string, string | null> {
  return Object.fromEntries(headers.map(({ name, value }) => [name, value]));
}

/**
 * A filter for messages that contain a text in the key, the value or a header, ignoring case.
 * It searches the whole message, however large.
 */
export function textFilter(text: string): (record: LogRecord) => boolean {
  if (text === "") return () => true;
  const wanted = text.toLowerCase();
  return (record) =>
    [record.key, record.value, ...headersOf(record)].some(
      (bytes) => bytes?.toString("utf8").toLowerCase().includes(wanted) ?? false,
    );
}

function headersOf({ headers }: LogRecord): (Buffer | null)[] {
  return headers.flatMap(([name, value]) => [Buffer.from(name), value]);
}

interface Part {
  readonly text: string;
  readonly isText: boolean;
  readonly truncated: boolean | undefined;
}

function part(bytes: Buffer | null | undefined): Part | undefined {
  if (!bytes) return undefined;
  const truncated = bytes.length > largestPart || undefined;
  // The cut may split the last character; only what is before it counts.
  const head = truncated ? bytes.subarray(0, wholeCharacters(bytes, largestPart)) : bytes;
  return isUtf8(head)
    ? { text: head.toString("utf8"), isText: true, truncated }
    : { text: head.toString("hex"), isText: false, truncated };
}

/** The largest size up to `limit` that splits no UTF-8 character: continuation bytes are 10xxxxxx. */
function wholeCharacters(bytes: Buffer, limit: number): number {
  let end = limit;
  while (end > limit - 4 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return end;
}

function isoTime(milliseconds: number): string {
  const date = new Date(Math.max(0, milliseconds));
  return Number.isNaN(date.getTime()) ? new Date(0).toISOString() : date.toISOString();
}

function timestampType({ timestamp, isAppendTime }: LogRecord): TopicMessage["timestampType"] {
  if (timestamp < 0) return "NO_TIMESTAMP_TYPE";
  return isAppendTime ? "LOG_APPEND_TIME" : "CREATE_TIME";
}
