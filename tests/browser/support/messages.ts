import type { TopicMessage, TopicMessageEvent } from "../../../offline/console/server/contract";
import { noteRetry } from "../../support/retries";

type Parameters = Readonly<Record<string, string | number>>;

/** What a topic's search has found. */
interface Search {
  readonly messages: TopicMessage[];
  readonly requests: number;
  /** Characters of the largest cursor. */
  readonly cursorLength: number;
}

/** How the console gives a search up once its time is over, as it does on a machine that is too busy. */
const gaveUp = "Failed: no broker responded in time";

/** Everything that a topic's search finds, going on where each request ended. One that was given up is made again. */
export async function readMessages(topicUrl: string, parameters: Parameters): Promise<Search> {
  for (let tries = 5; ; tries -= 1) {
    try {
      return await search(topicUrl, parameters);
    } catch (error) {
      if (tries === 1 || (error as Error).message !== gaveUp) throw error;
      noteRetry(`search of ${topicUrl}`, gaveUp);
    }
  }
}

async function search(topicUrl: string, parameters: Parameters): Promise<Search> {
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
