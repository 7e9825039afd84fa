import type { Settings } from "../../settings";
import { DockerTarget } from "../../targets/docker";
import { declaredResources } from "./record";

/** The part of a declared container that other tools get too. */
export interface DeclaredContainer {
  readonly name: string;
  readonly image: string;
  readonly hostname: string;
  readonly command?: readonly string[];
  readonly envs: readonly string[];
  readonly ports: readonly {
    readonly internal: number;
    readonly external: number;
    readonly ip: string;
  }[];
  readonly volumes: readonly { readonly volumeName: string; readonly containerPath: string }[];
  readonly networksAdvanced: readonly {
    readonly name: string;
    readonly aliases: readonly string[];
  }[];
  readonly healthcheck: {
    readonly tests: readonly string[];
    readonly interval: string;
    readonly timeout: string;
    readonly retries: number;
    readonly startPeriod: string;
  };
  readonly restart: string;
  readonly destroyGraceSeconds: number;
  readonly capabilities: { readonly drops: readonly string[] };
  readonly securityOpts: readonly string[];
  readonly logDriver: string;
  readonly logOpts: Readonly<Record<string, string>>;
}

/** The containers that the program declares, ZooKeeper before the brokers, and their network. */
export interface DeclaredDocker {
  readonly network: string;
  readonly zooKeepers: readonly DeclaredContainer[];
  readonly brokers: readonly DeclaredContainer[];
}

/** What the program declares on a Docker engine. */
export async function declaredContainers(settings: Settings): Promise<DeclaredDocker> {
  const network = "kafka-platform";
  const { namePrefix, publishAddress, advertisedHost } = settings;
  const publishedHost = () => advertisedHost;
  const resources = await declaredResources(
    settings,
    () =>
      new DockerTarget("docker", {
        ...{ stack: "bench", network, namePrefix, publishAddress, publishedHost },
        containerPatches: settings.containers,
        volumes: Promise.resolve(undefined),
      }),
  );
  const images = new Map(
    resources
      .filter(({ type }) => type.endsWith(":RemoteImage"))
      // The recorder derives every image's id from its resource's name.
      .map(({ name, inputs }) => [`sha256:${name}`, String(inputs.name)]),
  );
  const containers = resources
    .filter(({ type }) => type.endsWith(":Container"))
    .map(({ inputs }) => inputs as unknown as DeclaredContainer)
    .map((container) => ({ ...container, image: images.get(container.image) ?? container.image }));
  const hosted = (host: string) =>
    containers.filter(({ hostname }) => hostname.startsWith(host)).sort(byName);
  return {
    network: `${namePrefix}${network}`,
    zooKeepers: hosted("zookeeper"),
    brokers: hosted("kafka"),
  };
}

function byName(a: DeclaredContainer, b: DeclaredContainer): number {
  return a.name.localeCompare(b.name);
}
