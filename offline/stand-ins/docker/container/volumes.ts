import type { Value } from "../../../../provider/sdk/value";
import { flag, objects, text } from "../values";

/**
 * Volumes as Docker takes them: named ones and host folders as binds, anonymous ones as paths.
 *
 * @throws Error with the official provider's text if an entry is contradictory.
 */
export function bindsOf(volumes: Value | undefined): { binds: string[]; paths: string[] } {
  const binds: string[] = [];
  const paths: string[] = [];
  for (const volume of objects(volumes)) {
    const source = text(volume.volumeName) || text(volume.hostPath);
    const path = text(volume.containerPath);
    const isFromContainer = text(volume.fromContainer) !== "";
    if (!isFromContainer && !path) {
      throw new Error(
        "Unable to parse volumes: Volume entry without container path or source container",
      );
    }
    if (isFromContainer && path) {
      throw new Error(
        "Unable to parse volumes: Both a container and a path specified in a volume entry",
      );
    }
    if (isFromContainer) continue;
    paths.push(path);
    const options = [flag(volume.readOnly) ? "ro" : "rw", text(volume.selinuxRelabel)];
    if (source) binds.push(`${source}:${path}:${options.filter(Boolean).join(",")}`);
  }
  return { binds, paths };
}
