import type Docker from "dockerode";
import type { Properties } from "../../../../provider/sdk/value";
import { daemonMessage, isNotFound } from "../daemon";
import { flag, number } from "../values";

/**
 * Removes a container. With `destroyGraceSeconds` it is first stopped and given that time; without it, it
 * is killed immediately. It is not an error if the container no longer exists.
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
  // Null after an import: then the type's declared default applies.
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
