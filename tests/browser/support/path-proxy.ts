import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** A reverse proxy on a port of its own. */
export interface PathProxy {
  readonly origin: string;
  /** Paths that browsers asked for outside the proxy's path, apart from `/favicon.ico`. */
  readonly refused: readonly string[];
  close(): void;
}

/** Starts a proxy that passes requests below a path on unchanged, Host header included, and refuses all others. */
export async function startPathProxy(path: string, port: number): Promise<PathProxy> {
  const refused: string[] = [];
  const server = createServer((asked, answer) => {
    const { url = "", method, headers } = asked;
    if (url !== path && !url.startsWith(`${path}/`)) {
      if (url !== "/favicon.ico") refused.push(url);
      answer.writeHead(404).end();
      return;
    }
    const passed = request(
      { host: "localhost", port, path: url, method, headers, agent: false },
      (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(answer);
      },
    );
    passed.on("error", () => answer.destroy());
    answer.on("close", () => passed.destroy());
    asked.pipe(passed);
  });
  server.listen(0, "localhost");
  await once(server, "listening");
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    refused,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
