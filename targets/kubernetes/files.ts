import * as kubernetes from "@pulumi/kubernetes";
import type { WorkloadArgs } from "../target";
import { type ControllerContext, objectOptions } from "./controller";

type Volume = kubernetes.types.input.core.v1.Volume;
type VolumeMount = kubernetes.types.input.core.v1.VolumeMount;

const volume = "files";

/**
 * Declares what holds a workload's files, if it has any. It is a Secret whatever is in them: the provider changes a
 * Secret in place, and would replace a ConfigMap that pods use.
 */
export function declareFiles(
  name: string,
  { host, files = [] }: WorkloadArgs,
  context: ControllerContext,
): kubernetes.core.v1.Secret | undefined {
  if (files.length === 0) return undefined;
  return new kubernetes.core.v1.Secret(
    `${name}-files`,
    {
      metadata: { ...context.metadata, name: secretName(host) },
      stringData: Object.fromEntries(files.map(({ path, content }) => [keyOf(path), content])),
    },
    objectOptions(context),
  );
}

/** The volume with a workload's files; none if it has no files. */
export function fileVolumes({ host, files = [] }: WorkloadArgs): Volume[] {
  return files.length > 0 ? [{ name: volume, secret: { secretName: secretName(host) } }] : [];
}

/** Each file on its own, so that the image's other files in the same folder stay visible. */
export function fileMounts({ files = [] }: WorkloadArgs): VolumeMount[] {
  return files.map(({ path }) => ({
    name: volume,
    mountPath: path,
    subPath: keyOf(path),
    readOnly: true,
  }));
}

function secretName(host: string): string {
  return `${host}-files`;
}

/** The key of a path: keys have no slashes. No two paths have the same one. */
function keyOf(path: string): string {
  return path.slice(1).replaceAll(/[-_]/g, "-$&").replaceAll("/", "_");
}
