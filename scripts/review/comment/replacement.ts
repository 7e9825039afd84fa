import { own } from "../../../common/own";
/**
 * Whether changed properties make a provider replace a resource. Used only if nothing is deployed that
 * the provider itself could compare with. Sources: the recorded behavior of the docker provider 5.2.0 and
 * the kubernetes provider 4.34.2, with which the tests compare this table.
 */
export function replaces(type: string, paths: readonly string[]): boolean {
  const inPlace = own(changedInPlace, type);
  if (inPlace) return !paths.every((path) => inPlace.test(path));
  const forcing = type.startsWith("kubernetes:") ? (own(replacing, type) ?? identity) : undefined;
  return forcing !== undefined && paths.some((path) => forcing.test(path));
}

/** Every property of these types replaces the resource, apart from those named here. */
const changedInPlace: Readonly<Record<string, RegExp>> = {
  "docker:index/container:Container":
    /^(restart|maxRetryCount|cpuShares|cpuSet|memory|memorySwap|mustRun|start|wait|waitTimeout|attach|logs|rm|removeVolumes|destroyGraceSeconds|tmpfs|init|containerReadRefreshTimeoutMilliseconds)\b/,
  "docker:index/volume:Volume": /^(driver|driverOpts|labels)\b/,
  "docker:index/network:Network": /^$/,
  "docker:index/remoteImage:RemoteImage": /^(keepLocally|forceRemove)\b/,
};

/**
 * An object with another name, or in another namespace, is another object. The program makes the provider ignore
 * everything else that would replace a StatefulSet or a claim.
 */
const identity = /^metadata\.(name|namespace)$/;

const replacing: Readonly<Record<string, RegExp>> = {
  "kubernetes:apps/v1:Deployment": /^(metadata\.(name|namespace)$|spec\.selector\b)/,
};
