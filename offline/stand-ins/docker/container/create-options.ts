import type Docker from "dockerode";
import { parseDuration } from "../duration";
import { isProperties, type Properties } from "../../../../provider/sdk/value";
import { flag, labelMap, number, objects, text, textMap, texts } from "../values";
import { bindsOf } from "./volumes";

export const mebibyte = 1024 * 1024;

/** The options of Docker's "create container" call, from the planned properties. */
export function createOptions(planned: Properties): Docker.ContainerCreateOptions {
  const { binds, paths } = bindsOf(planned.volumes);
  return {
    Image: text(planned.image),
    Hostname: text(planned.hostname),
    Domainname: text(planned.domainname),
    Tty: flag(planned.tty),
    OpenStdin: flag(planned.stdinOpen),
    Env: texts(planned.envs),
    Cmd: orUndefined(texts(planned.command)),
    Entrypoint: orUndefined(texts(planned.entrypoints)),
    User: text(planned.user),
    WorkingDir: text(planned.workingDir),
    Labels: labelMap(planned.labels),
    ExposedPorts: Object.fromEntries(objects(planned.ports).map((port) => [portKey(port), {}])),
    Volumes: Object.fromEntries(paths.map((path) => [path, {}])),
    StopSignal: text(planned.stopSignal) || undefined,
    StopTimeout: number(planned.stopTimeout) || undefined,
    ...(isProperties(planned.healthcheck) ? { Healthcheck: healthcheck(planned.healthcheck) } : {}),
    HostConfig: hostConfig(planned, binds),
  };
}

function hostConfig(planned: Properties, binds: string[]): Docker.HostConfig {
  const capabilities = isProperties(planned.capabilities) ? planned.capabilities : {};
  return {
    AutoRemove: flag(planned.rm),
    Binds: binds,
    VolumesFrom: objects(planned.volumes)
      .map((volume) => text(volume.fromContainer))
      .filter(Boolean),
    CapAdd: texts(capabilities.adds),
    CapDrop: texts(capabilities.drops),
    CgroupParent: text(planned.cgroupParent),
    ...(text(planned.cgroupnsMode)
      ? { CgroupnsMode: text(planned.cgroupnsMode) as "private" | "host" }
      : {}),
    Dns: texts(planned.dns),
    DnsOptions: texts(planned.dnsOpts),
    DnsSearch: texts(planned.dnsSearches),
    ExtraHosts: objects(planned.hosts).map(({ host, ip }) => `${text(host)}:${text(ip)}`),
    GroupAdd: texts(planned.groupAdds),
    Init: flag(planned.init),
    IpcMode: text(planned.ipcMode),
    LogConfig: { Type: text(planned.logDriver), Config: textMap(planned.logOpts) },
    NetworkMode: text(planned.networkMode),
    PidMode: text(planned.pidMode),
    PortBindings: portBindings(planned),
    Privileged: flag(planned.privileged),
    PublishAllPorts: flag(planned.publishAllPorts),
    ReadonlyRootfs: flag(planned.readOnly),
    RestartPolicy: restartPolicy(planned),
    Runtime: text(planned.runtime) || undefined,
    SecurityOpt: texts(planned.securityOpts),
    ShmSize: number(planned.shmSize) * mebibyte,
    StorageOpt: textMap(planned.storageOpts),
    Sysctls: textMap(planned.sysctls),
    Tmpfs: textMap(planned.tmpfs),
    Ulimits: objects(planned.ulimits).map(({ name, soft, hard }) => ({
      Name: text(name),
      Soft: number(soft),
      Hard: number(hard),
    })),
    UsernsMode: text(planned.usernsMode),
    Devices: objects(planned.devices).map((device) => ({
      PathOnHost: text(device.hostPath),
      PathInContainer: text(device.containerPath) || text(device.hostPath),
      CgroupPermissions: text(device.permissions) || "rwm",
    })),
    ...resources(planned),
    ...processorTime(planned),
  };
}

/** The limits that Docker can also change on a running container. */
export function resources(planned: Properties) {
  return {
    CpuShares: number(planned.cpuShares),
    CpusetCpus: text(planned.cpuSet),
    Memory: number(planned.memory) * mebibyte,
    MemoryReservation: number(planned.memoryReservation) * mebibyte,
    MemorySwap: swapBytes(number(planned.memorySwap)),
  };
}

/** When Docker restarts the container by itself. */
export function restartPolicy(planned: Properties) {
  return { Name: text(planned.restart), MaximumRetryCount: number(planned.maxRetryCount) };
}

function processorTime(planned: Properties) {
  const cpus = text(planned.cpus);
  return cpus
    ? { NanoCpus: Math.round(Number(cpus) * 1e9) }
    : { CpuPeriod: number(planned.cpuPeriod), CpuQuota: number(planned.cpuQuota) };
}

// -1 means "no limit", whatever the unit.
function swapBytes(mebibytes: number): number {
  return mebibytes > 0 ? mebibytes * mebibyte : mebibytes;
}

function healthcheck(planned: Properties): Docker.HealthConfig {
  const nanoseconds = (name: string) => parseDuration(text(planned[name])) ?? 0;
  return {
    Test: texts(planned.tests),
    Interval: nanoseconds("interval"),
    Timeout: nanoseconds("timeout"),
    StartPeriod: nanoseconds("startPeriod"),
    Retries: number(planned.retries),
    // Older engines do not support it.
    ...(nanoseconds("startInterval") > 0 ? { StartInterval: nanoseconds("startInterval") } : {}),
  };
}

function portBindings(planned: Properties): Record<string, Docker.PortBinding[]> {
  const bindings: Record<string, Docker.PortBinding[]> = {};
  for (const port of objects(planned.ports)) {
    const external = number(port.external);
    (bindings[portKey(port)] ??= []).push({
      HostIp: text(port.ip),
      HostPort: external > 0 ? String(external) : "",
    });
  }
  return bindings;
}

function portKey(port: Properties): string {
  return `${number(port.internal)}/${text(port.protocol)}`;
}

function orUndefined(values: string[]): string[] | undefined {
  return values.length > 0 ? values : undefined;
}
