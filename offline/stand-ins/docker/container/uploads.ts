import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import type Docker from "dockerode";
import { pack } from "tar-stream";
import type { Properties, Value } from "../../../../provider/sdk/value";
import { explained } from "../daemon";
import { flag, objects, text } from "../values";

/**
 * Copies files into a container that is not started yet. They are owned by root.
 *
 * @throws Error with the official provider's texts.
 */
export async function uploadFiles(
  container: Docker.Container,
  uploads: Value | undefined,
): Promise<void> {
  for (const upload of objects(uploads)) {
    const archive = pack();
    archive.entry({ name: text(upload.file), mode: modeOf(upload) }, await contentOf(upload));
    archive.finalize();
    const content = await buffer(archive);
    await explained(
      "Unable to upload volume content",
      container.putArchive(content, { path: "/" }),
    );
  }
}

function modeOf(upload: Properties): number {
  if (text(upload.permissions)) return parseInt(text(upload.permissions), 8);
  return flag(upload.executable) ? 0o744 : 0o644;
}

async function contentOf(upload: Properties): Promise<Buffer> {
  const given = ["content", "contentBase64", "source"].filter((name) => text(upload[name]));
  if (given.length !== 1) {
    const problem = given.length === 0 ? "one of" : "only one of";
    const verb = given.length === 0 ? "must be set" : "can be set";
    throw new Error(
      `error with upload content: ${problem} 'content', 'content_base64', or 'source' ${verb}`,
    );
  }
  if (text(upload.content)) return Buffer.from(text(upload.content));
  if (text(upload.contentBase64)) return Buffer.from(text(upload.contentBase64), "base64");
  return readFile(text(upload.source)).catch((error: Error) => {
    throw new Error(`could not read file: ${error.message}`);
  });
}
