import type { DeclaredContainer, DeclaredDocker } from "../declared/containers";
import { quote } from "./quote";

/** A shell script that creates what the program declares with `docker run`, and waits as the program does. */
export function runScript({ network, zooKeepers, brokers }: DeclaredDocker): string {
  const group = (containers: readonly DeclaredContainer[]) => [
    ...containers.map(runCommand),
    ...containers.map(({ name }) => waitCommand(name)),
  ];
  return [
    "set -eu",
    `docker network create ${quote(network)}`,
    ...group(zooKeepers),
    ...group(brokers),
  ].join("\n");
}

/** A shell script that removes what {@link runScript} created, with its data. */
export function removeScript({ network, zooKeepers, brokers }: DeclaredDocker): string {
  const names = (containers: readonly DeclaredContainer[]) =>
    containers.map(({ name }) => quote(name)).join(" ");
  const volumes = [...zooKeepers, ...brokers].flatMap((container) => container.volumes);
  const grace = brokers[0]?.destroyGraceSeconds ?? 10;
  return [
    "set -eu",
    `docker stop --time ${grace} ${names(brokers)}`,
    `docker stop ${names(zooKeepers)}`,
    `docker rm --volumes ${names([...brokers, ...zooKeepers])}`,
    `docker volume rm ${volumes.map(({ volumeName }) => quote(volumeName)).join(" ")}`,
    `docker network rm ${quote(network)}`,
  ].join("\n");
}

function runCommand(container: DeclaredContainer): string {
  const { tests, interval, timeout, retries, startPeriod } = container.healthcheck;
  const flags: [string, string | number][] = [
    ["name", container.name],
    ["hostname", container.hostname],
    ...container.envs.map((each): [string, string] => ["env", each]),
    ...container.ports.map(({ ip, external, internal }): [string, string] => [
      "publish",
      `${ip}:${external}:${internal}`,
    ]),
    ...container.volumes.map(({ volumeName, containerPath }): [string, string] => [
      "volume",
      `${volumeName}:${containerPath}`,
    ]),
    ...container.networksAdvanced.flatMap(({ name, aliases }): [string, string][] => [
      ["network", name],
      ...aliases.map((alias): [string, string] => ["network-alias", alias]),
    ]),
    // The flag takes a shell command; the health check is a list of words.
    ["health-cmd", tests.slice(1).map(quote).join(" ")],
    ["health-interval", interval],
    ["health-timeout", timeout],
    ["health-retries", retries],
    ["health-start-period", startPeriod],
    ["restart", container.restart],
    ...container.capabilities.drops.map((each): [string, string] => ["cap-drop", each]),
    ...container.securityOpts.map((each): [string, string] => ["security-opt", each]),
    ["log-driver", container.logDriver],
    ...Object.entries(container.logOpts).map(([key, value]): [string, string] => [
      "log-opt",
      `${key}=${value}`,
    ]),
  ];
  const words = flags.map(([name, value]) => `--${name}=${quote(String(value))}`);
  const command = [container.image, ...(container.command ?? [])].map(quote).join(" ");
  return `docker run --detach ${words.join(" ")} ${command}`;
}

function waitCommand(name: string): string {
  const health = `docker inspect --format '{{.State.Health.Status}}' ${quote(name)}`;
  return `until [ "$(${health})" = healthy ]; do sleep 0.2; done`;
}
