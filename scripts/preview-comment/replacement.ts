import { own } from "../../own";
/**
 * Which changed properties make a provider replace a resource. It is asked only where nothing is
 * deployed that the provider could compare with. Sources: the docker provider 5.2.0's and the
 * kubernetes provider 4.34.2's recorded behaviour, which the tests hold this table to.
 */
export function replaces(type: string, paths: readonly string[]): boolean {
  const inPlace = own(changedInPlace, type);
  if (inPlace) return !paths.every((path) => inPlace.test(path));
  const forcing = type.startsWith("kubernetes:") ? (own(replacing, type) ?? identity) : undefined;
  return forcing !== undefined && paths.some((path) => forcing.test(path));
}

/** Of these types every property replaces the resource, apart from the ones that are named here. */
const changedInPlace: Readonly<Record<string, RegExp>> = {
  "docker:index/container:Container":
    /^(restart|maxRetryCount|cpuShares|cpuSet|memory|memorySwap|mustRun|start|wait|waitTimeout|attach|logs|rm|removeVolumes|destroyGraceSeconds|tmpfs|init|containerReadRefreshTimeoutMilliseconds)\b/,
  "docker:index/volume:Volume": /^(driver|driverOpts|labels)\b/,
  "docker:index/network:Network": /^$/,
  "docker:index/remoteImage:RemoteImage": /^(keepLocally|forceRemove)\b/,
};

/**
 * An object of another name, or in another namespace, is another object. What else would replace a StatefulSet or
 * a claim, the program has the provider ignore.
 */
const identity = /^metadata\.(name|namespace)$/;

const replacing: Readonly<Record<string, RegExp>> = {
  "kubernetes:apps/v1:Deployment": /^(metadata\.(name|namespace)$|spec\.selector\b)/,
};
