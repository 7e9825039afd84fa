import { openEngine } from "./open-engine";

/**
 * Reads a file of a container, running or not, wherever the engine is.
 *
 * @param container Its id or name.
 * @returns The text; undefined if there is no such file.
 * @throws Error if the engine does not return the file, or does not have the container.
 */
export async function readContainerFile(
  container: string,
  path: string,
): Promise<string | undefined> {
  const one = openEngine().getContainer(container);
  try {
    const parts: Buffer[] = [];
    for await (const part of await one.getArchive({ path })) parts.push(Buffer.from(part));
    return firstEntry(Buffer.concat(parts));
  } catch (error) {
    const { statusCode, message } = error as Error & { statusCode?: number };
    // If the container does not exist, the engine answers with the same status code.
    if (statusCode === 404 && !/no such container/i.test(message)) return undefined;
    throw error;
  }
}

/** The text of the first file of a tar archive (POSIX.1-1988, "ustar"). */
function firstEntry(archive: Buffer): string {
  const block = 512;
  const size = parseInt(archive.toString("latin1", 124, 136), 8);
  return archive.toString("utf8", block, block + size);
}
