import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { ClusterService } from "../cluster";
import type { TopicMessageEvent } from "../contract";
import { RequestError } from "../errors";
import { messageEvents } from "../messages/events";
import { parseMessagesQuery } from "../messages/query";
import { badField, parseFields } from "../parameters";
import type { Streams } from "../streams";
import { clusterOf, requireWritable, topicNameOf } from "./cluster-of";

const text = z.string().max(1024 * 1024);
const newMessage = z.object({
  // -1 or absent: the key decides.
  partition: z.number().int().min(-1).max(1_000_000).default(-1),
  key: text.nullish(),
  content: text.nullish(),
  headers: z.record(z.string().min(1).max(250), z.string().max(10000)).nullish(),
  keySerde: z.string().max(100).nullish(),
  valueSerde: z.string().max(100).nullish(),
});

/** Messages: a stream of found messages, and producing one. */
export function messageRoutes(
  app: FastifyInstance,
  clusters: readonly ClusterService[],
  streams: Streams,
): void {
  const search = async (request: FastifyRequest, reply: FastifyReply, parameters: unknown) => {
    const cluster = clusterOf(clusters, request.params);
    const query = parseMessagesQuery(parameters);
    const slot = streams.take(request, reply);
    const topic = await cluster.topic(topicNameOf(request.params));
    const events = messageEvents(cluster.client, topic, query, slot.signal);
    void reply
      .type("text/event-stream")
      .header("cache-control", "no-store")
      .header("x-accel-buffering", "no");
    return slot.send(serverSentEvents(events));
  };
  const path = "/api/clusters/:clusterName/topics/:topicName/messages";
  app.get(path, (request, reply) => search(request, reply, request.query));
  // A cursor for hundreds of partitions is too long for a URL.
  app.post(`${path}/search`, (request, reply) => search(request, reply, request.body));

  app.post(path, async (request, reply) => {
    const cluster = clusterOf(clusters, request.params);
    requireWritable(cluster);
    const message = parseFields(newMessage, request.body);
    const { name, partitions, isInternal } = await cluster.topic(topicNameOf(request.params));
    if (isInternal)
      throw new RequestError(
        400,
        `Topic ${name} is internal to Kafka. The console does not produce to it.`,
      );
    if (message.partition >= partitions.length) {
      throw badField("partition", `must be from 0 to ${partitions.length - 1}`);
    }
    const producer = await cluster.client.producer();
    await producer.send({
      topic: name,
      acks: -1,
      messages: [
        {
          key: message.key ?? null,
          value: message.content ?? null,
          headers: message.headers ?? {},
          ...(message.partition >= 0 && { partition: message.partition }),
        },
      ],
    });
    return reply.status(200).send();
  });
}

/** Events in the form of https://html.spec.whatwg.org/multipage/server-sent-events.html. */
async function* serverSentEvents(events: AsyncIterable<TopicMessageEvent>): AsyncGenerator<string> {
  try {
    for await (const event of events) yield `data:${JSON.stringify(event)}\n\n`;
  } catch (error) {
    // The status was already sent: an error can only be reported as an event.
    const phase = { name: `Failed: ${(error as Error).message}` };
    yield `data:${JSON.stringify({ type: "PHASE", phase } satisfies TopicMessageEvent)}\n\n`;
  }
}
