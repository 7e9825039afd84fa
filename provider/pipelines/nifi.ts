import type { Connection } from "../../targets/connection";
import { eventually, Refused, type Request, send } from "./request";

/** The number that NiFi counts the changes of a component by: a change must name the latest. */
interface Revision {
  readonly version: number;
}

/** A component of NiFi, as far as every kind has it. */
export interface Entity {
  readonly id: string;
  readonly revision: Revision;
  readonly component: { readonly name: string };
}

/** Work that NiFi does in the background. */
interface Work {
  readonly request: {
    readonly requestId: string;
    readonly complete: boolean;
    readonly failureReason?: string | null;
  };
}

/** The time in seconds that work in the background gets: it waits for running processors. */
const workSeconds = 120;

/** NiFi's REST interface (https://nifi.apache.org/docs/nifi-docs/rest-api/). */
export class NiFi {
  constructor(
    private readonly connection: Connection,
    private readonly signal: AbortSignal,
  ) {}

  /** @throws {@link Refused} with NiFi's words, if it refuses; another error if it does not serve. */
  async ask<Answer>(method: Request["method"], path: string, content?: object): Promise<Answer> {
    const { status, body } = await send(this.connection, {
      ...{ method, path: `/nifi-api${path}` },
      ...(content && {
        headers: { "content-type": "application/json" },
        body: JSON.stringify(content),
      }),
    });
    if (status >= 200 && status < 300) return (body === "" ? {} : JSON.parse(body)) as Answer;
    const reason = `NiFi answers ${method} ${path} with status ${status}: ${body.slice(0, 500)}`;
    throw status >= 500 ? new Error(reason) : new Refused(reason);
  }

  /** The id of the canvas. @throws Error as `ask` does: NiFi answers with an error while it starts */
  async canvas(): Promise<string> {
    interface Root {
      readonly processGroupFlow: { readonly id: string };
    }
    const root = await this.ask<Root>("GET", "/flow/process-groups/root");
    return root.processGroupFlow.id;
  }

  /** Waits until NiFi serves. It reads its extensions and its flow before. @returns The id of the canvas. */
  async ready(seconds: number): Promise<string> {
    // While it starts, NiFi may answer anything.
    return eventually("NiFi does not serve", () => this.canvas().catch(asTransient), {
      ...{ seconds, signal: this.signal },
    });
  }

  /** Has work done in the background. @throws {@link Refused} with NiFi's words, if it cannot be done */
  async work(start: string, content: object, follow = start): Promise<void> {
    const { request } = await this.ask<Work>("POST", start, content);
    const path = `${follow}/${request.requestId}`;
    try {
      await eventually(
        `NiFi has not done ${start}`,
        async () => {
          const { request: now } = await this.ask<Work>("GET", path);
          if (now.failureReason) throw new Refused(`NiFi has not done it: ${now.failureReason}`);
          return now.complete || undefined;
        },
        { seconds: workSeconds, signal: this.signal },
      );
    } finally {
      await this.ask("DELETE", path);
    }
  }

  /** Repeats `look` until it returns something. @throws Its last error, after the time */
  wait<Result>(seconds: number, what: string, look: () => Promise<Result | undefined>) {
    return eventually(what, look, { seconds, signal: this.signal });
  }
}

function asTransient(error: unknown): never {
  throw new Error(error instanceof Error ? error.message : String(error), { cause: error });
}
