import type { TopicMessageEvent } from "../../server/contract";
import { request } from "./client";

/**
 * Reads the events of a request for messages as they come. The request ends with the signal, and the
 * server's search with it.
 */
export async function* messageStream(
  path: string,
  signal: AbortSignal,
): AsyncGenerator<TopicMessageEvent> {
  const response = await request(path, { signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done) return;
    text += value;
    const events = text.split("\n\n");
    text = events.pop() ?? "";
    for (const event of events) {
      if (event.startsWith("data:")) yield JSON.parse(event.slice(5)) as TopicMessageEvent;
    }
  }
}
