import type { DeclaredContainer, DeclaredDocker } from "../declared/containers";

/**
 * The Compose file for what the program declares on a Docker engine. Brokers start when every ZooKeeper
 * server is healthy, as in the program.
 */
export function composeFile({ network, zooKeepers, brokers }: DeclaredDocker): object {
  const healthy = Object.fromEntries(
    zooKeepers.map(({ hostname }) => [hostname, { condition: "service_healthy" }]),
  );
  const services = [
    ...zooKeepers.map((each) => [each.hostname, service(each)]),
    ...brokers.map((each) => [each.hostname, { ...service(each), depends_on: healthy }]),
  ];
  const volumes = [...zooKeepers, ...brokers].flatMap((container) => container.volumes);
  return {
    services: Object.fromEntries(services) as object,
    networks: { platform: { name: network } },
    volumes: Object.fromEntries(
      volumes.map(({ volumeName }) => [volumeName, { name: volumeName }]),
    ) as object,
  };
}

function service(container: DeclaredContainer): object {
  const { tests, interval, timeout, retries, startPeriod } = container.healthcheck;
  return {
    image: container.image,
    container_name: container.name,
    hostname: container.hostname,
    ...(container.command && { command: container.command.map(literal) }),
    environment: container.envs.map(literal),
    ports: container.ports.map(({ ip, external, internal }) => `${ip}:${external}:${internal}`),
    volumes: container.volumes.map(
      ({ volumeName, containerPath }) => `${volumeName}:${containerPath}`,
    ),
    networks: { platform: { aliases: container.networksAdvanced[0]?.aliases } },
    healthcheck: {
      test: tests.map(literal),
      interval,
      timeout,
      retries,
      start_period: startPeriod,
    },
    restart: container.restart,
    stop_grace_period: `${container.destroyGraceSeconds}s`,
    cap_drop: container.capabilities.drops,
    security_opt: container.securityOpts,
    logging: { driver: container.logDriver, options: container.logOpts },
  };
}

/** Compose treats a single `$` as the start of a variable. */
function literal(text: string): string {
  return text.replaceAll("$", "$$$$");
}
