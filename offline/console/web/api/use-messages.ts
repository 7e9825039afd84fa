import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Consuming, TopicMessage, TopicMessageEvent } from "../../server/contract";
import { messageStream } from "./message-stream";

/** Number of the latest messages that a live view keeps. */
const mostLive = 500;
const drawEveryMilliseconds = 100;

/** What a request for messages has returned so far. */
export interface MessagesState {
  readonly status: "reading" | "done" | "stopped" | "failed";
  readonly messages: readonly TopicMessage[];
  readonly consuming?: Consuming;
  /** Where the next request can continue. */
  readonly cursor?: string;
  readonly error?: Error;
}

interface Start {
  readonly path: string;
  readonly parameters: Readonly<Record<string, string | number>>;
  /** Whether new messages come first and old ones are dropped. */
  readonly isLive: boolean;
  /** Whether to add messages to the current ones or, with "again", to those that the previous request started with. */
  readonly goesOn?: boolean | "again";
}

/** Reads messages and draws new ones a few times per second, until a new start or the end of the view. */
export function useMessages() {
  const [state, setState] = useState<MessagesState>({ status: "reading", messages: [] });
  const abort = useRef<AbortController>();
  const begunWith = useRef<readonly TopicMessage[]>([]);

  const start = useCallback(async ({ path, parameters, isLive, goesOn = false }: Start) => {
    abort.current?.abort();
    const controller = new AbortController();
    abort.current = controller;
    let drawn = 0;
    let pending: TopicMessageEvent[] = [];
    const draw = () => {
      const events = pending;
      pending = [];
      drawn = Date.now();
      if (abort.current === controller) setState((before) => apply(before, events, isLive));
    };
    setState((before) => {
      if (goesOn !== "again") begunWith.current = goesOn ? before.messages : [];
      return { status: "reading", messages: begunWith.current };
    });
    try {
      for await (const event of messageStream(path, parameters, controller.signal)) {
        pending.push(event);
        if (event.type !== "MESSAGE" || Date.now() - drawn > drawEveryMilliseconds) draw();
      }
      draw();
    } catch (error) {
      draw();
      if (abort.current !== controller) return;
      setState((before) =>
        controller.signal.aborted
          ? { ...before, status: "stopped" }
          : { ...before, status: "failed", error: error as Error },
      );
    }
  }, []);

  const stop = useCallback(() => abort.current?.abort(), []);
  useEffect(
    () => () => {
      const last = abort.current;
      abort.current = undefined;
      last?.abort();
    },
    [],
  );
  return { ...state, start, stop };
}

function apply(
  before: MessagesState,
  events: readonly TopicMessageEvent[],
  isLive: boolean,
): MessagesState {
  const fresh = events.flatMap((event) => (event.type === "MESSAGE" ? [event.message] : []));
  const figures = events.findLast((event) => event.type === "CONSUMING" || event.type === "DONE");
  const done = events.find((event) => event.type === "DONE");
  const failed = events.find(
    (event) => event.type === "PHASE" && event.phase.name.startsWith("Failed: "),
  );
  return {
    ...before,
    messages: isLive
      ? [...fresh.reverse(), ...before.messages].slice(0, mostLive)
      : fresh.length === 0
        ? before.messages
        : [...before.messages, ...fresh],
    ...(figures && "consuming" in figures && { consuming: figures.consuming }),
    ...(done && { status: "done" as const, ...(done.cursor && { cursor: done.cursor.id }) }),
    ...(failed?.type === "PHASE" && {
      status: "failed" as const,
      error: new Error(failed.phase.name.slice("Failed: ".length)),
    }),
  };
}
