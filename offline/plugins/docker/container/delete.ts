import type Docker from "dockerode";
import type { Properties } from "../../../../plugin/value";
import { daemonMessage, isNotFound } from "../daemon";
import { flag, number } from "../values";

/**
 * Removes a container. With `destroyGraceSeconds` it is stopped first and given that time; without,
 * it is killed at once. One that is gone already is no error.
 */
export async function deleteContainer(
  docker: Docker,
  id: string,
  outputs: Properties,
): Promise<void> {
  const container = docker.getContainer(id);
  const grace = number(outputs.destroyGraceSeconds);
  if (grace > 0 && !flag(outputs.attach)) {
    await unlessGone(container.stop({ t: grace }), `Error stopping container ${id}`);
  }
  // Null after an import: then what the type declares as its default holds.
  const removeVolumes = outputs.removeVolumes !== false;
  await unlessGone(
    container.remove({ v: removeVolumes, force: true }),
    `Error deleting container ${id}`,
  );
}

async function unlessGone(action: Promise<unknown>, what: string): Promise<void> {
  try {
    await action;
  } catch (error) {
    const message = daemonMessage(error);
    const isStopped = (error as { statusCode?: number }).statusCode === 304;
    if (isNotFound(error) || isStopped || message.includes("is already in progress")) return;
    throw new Error(`${what}: ${message}`, { cause: error });
  }
}
