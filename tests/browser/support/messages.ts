import type { TopicMessage, TopicMessageEvent } from "../../../offline/console/server/contract";

type Parameters = Readonly<Record<string, string | number>>;

/** Everything that a topic's search finds, going on where each request ended, and the largest cursor. */
export async function readMessages(
  topicUrl: string,
  parameters: Parameters,
): Promise<{ messages: TopicMessage[]; requests: number; cursorLength: number }> {
  const messages: TopicMessage[] = [];
  let [cursor, requests, cursorLength]: [string | undefined, number, number] = [undefined, 0, 0];
  do {
    const goesOn: Parameters = cursor === undefined ? {} : { seekType: "OFFSET", seekTo: cursor };
    const signal = AbortSignal.timeout(60_000);
    cursor = undefined;
    requests += 1;
    for await (const event of messageEvents(topicUrl, { ...parameters, ...goesOn }, signal)) {
      if (event.type === "MESSAGE") messages.push(event.message);
      if (event.type === "DONE") cursor = event.cursor?.id;
      if (event.type === "PHASE" && event.phase.name.startsWith("Failed")) {
        throw new Error(event.phase.name);
      }
    }
    cursorLength = Math.max(cursorLength, cursor?.length ?? 0);
  } while (cursor !== undefined);
  return { messages, requests, cursorLength };
}

/** The events of one request. */
export async function* messageEvents(
  topicUrl: string,
  parameters: Parameters,
  signal: AbortSignal,
): AsyncGenerator<TopicMessageEvent> {
  const response = await fetch(`${topicUrl}/messages/search`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(parameters),
    signal,
  });
  if (!response.ok || !response.body) throw new Error(await response.text());
  let text = "";
  for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
    text += piece;
    const events = text.split("\n\n");
    text = events.pop() ?? "";
    for (const event of events) yield JSON.parse(event.slice("data:".length)) as TopicMessageEvent;
  }
}
