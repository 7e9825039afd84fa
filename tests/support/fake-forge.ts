import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it came. */
export interface Received {
  readonly request: string;
  readonly headers: IncomingMessage["headers"];
  readonly body?: unknown;
}

/**
 * A server on loopback that keeps notes as GitHub and GitLab do: lists in pages, new ones by POST,
 * changed ones by PATCH or PUT.
 */
export class FakeForge {
  readonly received: Received[] = [];
  /** The account of the token, by which new notes are. */
  readonly account = "project_42_bot";
  /** The notes by the path of their list. */
  readonly notes: Record<string, Record<string, unknown>[]> = {};
  /** Answers everything with this status, where it is set. */
  refuse?: number;
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      let text = "";
      request.on("data", (data: Buffer) => (text += data.toString()));
      request.on("end", () => {
        const body = text === "" ? undefined : (JSON.parse(text) as Record<string, unknown>);
        const { method = "", url = "" } = request;
        this.received.push({ request: `${method} ${url}`, headers: request.headers, body });
        const answer = this.answer(method, new URL(url, "http://forge"), body ?? {});
        response.writeHead(this.refuse ?? (answer === undefined ? 404 : 200));
        response.end(JSON.stringify(answer ?? { message: "not found" }));
      });
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
  }

  /** The author of a note, in the forms of both forges. */
  by(account: string) {
    return { user: { login: account }, author: { username: account } };
  }

  private answer(method: string, { pathname, searchParams }: URL, body: Record<string, unknown>) {
    if (method === "GET" && pathname === "/user") return { id: 1, username: this.account };
    if (method === "POST" && pathname === "/graphql") {
      // As GitHub answers to what it does not know: with success.
      return body.query === "query { viewer { login } }"
        ? { data: { viewer: { login: this.account } } }
        : { errors: [{ message: "what is that?" }] };
    }
    if (method === "GET") {
      const [page, size] = ["page", "per_page"].map((name) => Number(searchParams.get(name)));
      return (this.notes[pathname] ?? []).slice((page! - 1) * size!, page! * size!);
    }
    if (method === "POST") {
      const list = (this.notes[pathname] ??= []);
      const id = list.length + 1;
      list.push({ id, number: id, iid: id, ...this.by(this.account), ...body });
      return list.at(-1);
    }
    // The list of a note is the path without its last part; GitHub's comments have one of their own.
    const [, list = "", id] = /^(.*)\/(\d+)$/.exec(pathname) ?? [];
    const lists = Object.entries(this.notes).filter(([each]) =>
      list.endsWith("/issues/comments") ? each.endsWith("/comments") : each === list,
    );
    const found = lists.flatMap(([, notes]) => notes).find((note) => String(note.id) === id);
    return found && Object.assign(found, body);
  }
}
