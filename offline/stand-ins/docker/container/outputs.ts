import type Docker from "dockerode";
import type { Properties, Value } from "../../../../provider/sdk/value";
import { formatDuration } from "../duration";
import { flag, number, objects, text } from "../values";
import { mebibyte } from "./create-options";

interface Lists {
  readonly CapAdd?: string[];
  readonly CapDrop?: string[];
  readonly ExtraHosts?: string[];
  readonly SecurityOpt?: string[];
}

/** Adds what the library's types leave out or untyped. */
type Inspected = Omit<Docker.ContainerInspectInfo, "HostConfig"> & {
  Config: { StopSignal?: string; StopTimeout?: number };
  HostConfig: Omit<Docker.HostConfig, keyof Lists> & Lists;
  NetworkSettings: { Bridge: string };
};

/** What the state takes from Docker. Labels, environment, volumes and networks are not read back. */
export function outputsOf(info: Docker.ContainerInspectInfo, prior: Properties): Properties {
  const { Config: config, HostConfig: host, State: state } = info as Inspected;
  const hasEnded = !state.Running;
  return {
    ...(hasEnded ? { exitCode: state.ExitCode } : {}),
    // A container that is not running is recorded as one that need not run.
    ...(hasEnded && flag(prior.mustRun) ? { mustRun: false } : {}),
    bridge: (info as Inspected).NetworkSettings.Bridge,
    command: config.Cmd ?? [],
    cpuSet: host.CpusetCpus ?? "",
    cpuShares: host.CpuShares ?? 0,
    dns: host.Dns ?? [],
    dnsOpts: host.DnsOptions ?? [],
    dnsSearches: host.DnsSearch ?? [],
    domainname: config.Domainname,
    entrypoints: [config.Entrypoint ?? []].flat(),
    groupAdds: host.GroupAdd ?? [],
    hostname: config.Hostname,
    hosts: (host.ExtraHosts ?? []).map(hostEntry),
    image: config.Image,
    init: host.Init ?? false,
    ipcMode: host.IpcMode ?? "",
    logDriver: host.LogConfig?.Type ?? "",
    logOpts: (host.LogConfig?.Config ?? {}) as Properties,
    maxRetryCount: host.RestartPolicy?.MaximumRetryCount ?? 0,
    memory: (host.Memory ?? 0) / mebibyte,
    memoryReservation: (host.MemoryReservation ?? 0) / mebibyte,
    memorySwap: swapMebibytes(host.MemorySwap ?? 0),
    name: info.Name.replace(/^\//, ""),
    networkDatas: networkDatas(info),
    networkMode: host.NetworkMode ?? "",
    platform: info.Platform,
    ports: publishedPorts(info, prior.ports),
    privileged: host.Privileged ?? false,
    publishAllPorts: host.PublishAllPorts ?? false,
    readOnly: host.ReadonlyRootfs ?? false,
    restart: host.RestartPolicy?.Name ?? "",
    rm: host.AutoRemove ?? false,
    runtime: host.Runtime ?? "",
    securityOpts: host.SecurityOpt ?? [],
    shmSize: (host.ShmSize ?? 0) / mebibyte,
    stdinOpen: config.OpenStdin,
    stopSignal: config.StopSignal ?? "",
    stopTimeout: config.StopTimeout ?? 0,
    storageOpts: host.StorageOpt ?? {},
    sysctls: host.Sysctls ?? {},
    tmpfs: host.Tmpfs ?? {},
    tty: config.Tty,
    ulimits: (host.Ulimits ?? []).map((limit) => ({
      hard: limit.Hard ?? 0,
      name: limit.Name ?? "",
      soft: limit.Soft ?? 0,
    })),
    user: config.User,
    usernsMode: host.UsernsMode ?? "",
    workingDir: config.WorkingDir,
    ...(host.PidMode ? { pidMode: host.PidMode } : {}),
    ...(host.CapAdd?.length || host.CapDrop?.length
      ? { capabilities: { adds: host.CapAdd ?? [], drops: host.CapDrop ?? [] } }
      : {}),
    ...(config.Healthcheck ? { healthcheck: healthcheckOf(config.Healthcheck) } : {}),
  };
}

function healthcheckOf(health: Docker.HealthConfig): Properties {
  const extra = health as { StartInterval?: number };
  return {
    interval: formatDuration(health.Interval ?? 0),
    retries: health.Retries ?? 0,
    startInterval: formatDuration(extra.StartInterval ?? 0),
    startPeriod: formatDuration(health.StartPeriod ?? 0),
    tests: health.Test ?? [],
    timeout: formatDuration(health.Timeout ?? 0),
  };
}

function networkDatas(info: Docker.ContainerInspectInfo): Properties[] {
  return Object.entries(info.NetworkSettings.Networks)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([networkName, network]) => ({
      gateway: network.Gateway,
      globalIpv6Address: network.GlobalIPv6Address,
      globalIpv6PrefixLength: network.GlobalIPv6PrefixLen,
      ipAddress: network.IPAddress,
      ipPrefixLength: network.IPPrefixLen,
      ipv6Gateway: network.IPv6Gateway,
      macAddress: network.MacAddress,
      networkName,
    }));
}

/** The ports that Docker publishes now, among those in the state. */
function publishedPorts(info: Docker.ContainerInspectInfo, prior: Value | undefined): Properties[] {
  return objects(prior).flatMap((port) => {
    const key = `${number(port.internal)}/${text(port.protocol)}`;
    const bindings = info.NetworkSettings.Ports[key] ?? [];
    const isPublished = (binding: { HostIp: string; HostPort: string }) =>
      binding.HostIp === text(port.ip) &&
      [0, Number(binding.HostPort)].includes(number(port.external));
    const binding = bindings.find(isPublished) ?? bindings[0];
    if (!binding) return [];
    return [{ ...port, external: Number(binding.HostPort), ip: binding.HostIp }];
  });
}

function hostEntry(entry: string): Properties {
  const [host = "", ip = ""] = entry.split(/:(.*)/s, 2);
  return { host, ip };
}

function swapMebibytes(bytes: number): number {
  return bytes > 0 ? bytes / mebibyte : bytes;
}
