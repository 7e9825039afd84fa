import { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import type Docker from "dockerode";
import type { Properties } from "../../../../provider/sdk/value";
import { explained, isNotFound } from "../daemon";
import { flag } from "../values";

/** The part of the client that the library does not type. */
interface Demultiplexer {
  demuxStream(stream: NodeJS.ReadableStream, stdout: Writable, stderr: Writable): void;
}

/** Waits for a started container to end, and collects its output if the program asks for it. */
export async function runToEnd(
  container: Docker.Container,
  planned: Properties,
): Promise<Properties> {
  const logs = flag(planned.logs) ? readLogs(container, flag(planned.tty)) : undefined;
  // Wait until a container that removes itself is removed, so that its removal is noticed.
  const condition = flag(planned.rm) ? "removed" : "not-running";
  try {
    await container.wait({ condition });
  } catch (error) {
    if (!isNotFound(error)) {
      await explained("Unable to wait container end of execution", Promise.reject(error as Error));
    }
  }
  return logs ? { containerLogs: await logs } : {};
}

async function readLogs(container: Docker.Container, hasTerminal: boolean): Promise<string> {
  const chunks: Buffer[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  try {
    const stream = await container.logs({ follow: true, stdout: true, stderr: true });
    if (hasTerminal) stream.pipe(sink);
    else (container.modem as Demultiplexer).demuxStream(stream, sink, sink);
    await finished(stream, { writable: false });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  return Buffer.concat(chunks).toString();
}
