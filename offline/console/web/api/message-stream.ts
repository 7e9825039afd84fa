import type { TopicMessageEvent } from "../../server/contract";
import { request } from "./client";

/**
 * Reads the events of a request for messages as they arrive. The signal ends the request and with it the
 * server's search. The parameters are sent in a POST: positions in hundreds of partitions are too long for
 * a URL, and the search text must not get into a proxy's log.
 */
export async function* messageStream(
  path: string,
  parameters: Readonly<Record<string, string | number>>,
  signal: AbortSignal,
): AsyncGenerator<TopicMessageEvent> {
  const response = await request(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(parameters),
    signal,
  });
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
