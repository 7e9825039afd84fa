import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { Server } from "ssh2";

/** Another way to this machine's Docker engine, as to one on another machine. */
export interface EngineElsewhere {
  /** For DOCKER_HOST. */
  readonly address: string;
  /** How many connections have come this way. */
  readonly connections: () => number;
  close(): void;
}

const socket = (process.env.DOCKER_HOST ?? "").replace(/^unix:\/\//, "") || "/var/run/docker.sock";

/** The engine behind a TCP port of the loopback. */
export async function engineByTcp(): Promise<EngineElsewhere> {
  let connections = 0;
  const server = createServer((client) => {
    connections += 1;
    const engine = connect(socket);
    client.pipe(engine).pipe(client);
    for (const end of [client, engine]) end.on("error", () => client.destroy());
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    address: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    close: () => server.close(),
  };
}

/** The engine behind a server for SSH that runs the one command by which Docker's clients get there, for anybody. */
export async function engineBySsh(): Promise<EngineElsewhere> {
  let connections = 0;
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "pkcs1", format: "pem" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  });
  const server = new Server({ hostKeys: [privateKey] }, (client) => {
    client.on("error", () => undefined);
    client.on("authentication", (context) => context.accept());
    client.on("session", (accept) =>
      accept().on("exec", (acceptCommand, reject, { command }) => {
        if (command !== "docker system dial-stdio") return reject();
        connections += 1;
        const stream = acceptCommand();
        const engine = connect(socket);
        stream.pipe(engine).pipe(stream);
        engine.on("error", () => stream.close());
        engine.on("close", () => stream.exit(0));
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `ssh://somebody@127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    close: () => server.close(),
  };
}
