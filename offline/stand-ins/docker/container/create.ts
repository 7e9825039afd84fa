import { setTimeout as sleep } from "node:timers/promises";
import type Docker from "dockerode";
import type { Properties } from "../../../../provider/sdk/value";
import { daemonMessage, explained } from "../daemon";
import { findOrPullImage } from "../image";
import type { Made } from "../resource-type";
import { flag, text } from "../values";
import { createOptions } from "./create-options";
import { waitUntilHealthy } from "./health";
import { connectFurtherNetworks, firstNetwork } from "./networks";
import { outputsOf } from "./outputs";
import { runToEnd } from "./run-to-end";
import { uploadFiles } from "./uploads";

// A container that exits within this time is recorded as ended. The official provider waits about as long.
const settleMilliseconds = 1000;
const pollMilliseconds = 100;

/** Creates a container, starts it and waits for whatever the program asks to wait for. */
export async function createContainer(
  docker: Docker,
  planned: Properties,
  made: Made,
): Promise<void> {
  await ensureImage(docker, planned);
  const created = await explained(
    "Unable to create container",
    docker.createContainer({
      // The library separates query and body by these keys.
      _query: { name: text(planned.name), platform: text(planned.platform) || undefined },
      _body: { ...createOptions(planned), NetworkingConfig: firstNetwork(planned) },
    } as Docker.ContainerCreateOptions),
  );
  made.id = created.id;
  await connectFurtherNetworks(docker, created.id, planned);
  await uploadFiles(created, planned.uploads);
  if (flag(planned.start)) await explained("Unable to start container", created.start());
  if (flag(planned.wait)) await waitUntilHealthy(created, planned);
  if (flag(planned.attach)) made.outputs = await runToEnd(created, planned);
  else if (flag(planned.start) && flag(planned.mustRun) && !flag(planned.wait)) {
    await settle(created);
  }
  try {
    Object.assign(made.outputs, outputsOf(await created.inspect(), planned));
  } catch (error) {
    throw new Error(daemonMessage(error), { cause: error });
  }
}

async function settle(container: Docker.Container): Promise<void> {
  const deadline = Date.now() + settleMilliseconds;
  while (Date.now() < deadline) {
    const { State: state } = await explained("Unable to inspect container", container.inspect());
    if (!state.Running) return;
    await sleep(pollMilliseconds);
  }
}

async function ensureImage(docker: Docker, planned: Properties): Promise<void> {
  const image = text(planned.image);
  try {
    await findOrPullImage(docker, image, text(planned.platform));
  } catch (error) {
    throw new Error(`Unable to create container with image ${image}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
