import { kafkaUiHost } from "../workloads";
import { isIP } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import type { KafkaUiAccess } from "../../kafka/smoke/kafka-ui";
import type { Target, Workload, WorkloadArgs } from "../../targets/target";
import { complete, demand } from "../arguments";
import type { Brokers } from "../brokers/brokers";
import { kafkaUiOptions, type KafkaUiOptions } from "./arguments";

/** Arguments of {@link KafkaUi}. */
export interface KafkaUiArgs extends KafkaUiOptions {
  readonly target: Target;
  readonly brokers: Brokers;
}

type Chosen = z.output<typeof kafkaUiOptions>;

const httpPort = 8080;
const loopback = "127.0.0.1";

/** Kafka UI: the web page that shows the cluster. */
export class KafkaUi extends pulumi.ComponentResource {
  public readonly workload: Workload;
  /** Where a browser finds it. */
  public readonly url: string;
  /** How the machine that runs the program reaches it. */
  public readonly access: pulumi.Output<KafkaUiAccess>;

  constructor(name: string, args: KafkaUiArgs, options?: pulumi.ComponentResourceOptions) {
    super("kafka-platform:index:KafkaUi", name, {}, options);
    demand(args, ["target", "brokers"], `KafkaUi ${name}`);
    const { target, brokers, ...given } = args;
    const chosen = complete(kafkaUiOptions, given, `KafkaUi ${name}`);
    const workload = kafkaUiWorkload(chosen, target, brokers);
    this.workload = target.workload(name, workload, {
      parent: this,
      dependsOn: [brokers.cluster],
    });
    const { path, login } = chosen;
    this.url = `http://${this.workload.outside("http").join(",")}${path}`;
    this.access = pulumi
      .output({
        connection: target.connection(workload, "http"),
        ...(path && { path }),
        ...(login && { login }),
      })
      .apply((access) => access as KafkaUiAccess);
    this.registerOutputs({ url: this.url });
  }
}

/**
 * Without a login it can be reached only by a forward, if the target has forwards: a network policy would protect it
 * only if the cluster's network enforces policies.
 */
function kafkaUiWorkload(args: Chosen, target: Target, brokers: Brokers): WorkloadArgs {
  const isClosed = target.reachesLoopback && !args.login;
  return {
    host: kafkaUiHost,
    image: args.image,
    replicas: 1,
    command: [],
    userId: 1000,
    environment: ({ outside }) => ({
      ...kafkaUiEnvironment(brokers.internalBootstrap, args),
      ...hostsEnvironment(args, outside("http")),
      ...(isClosed && { SERVER_ADDRESS: loopback }),
    }),
    ...(args.login && {
      secretEnvironment: { SPRING_SECURITY_USER_PASSWORD: args.login.password },
    }),
    ports: [
      {
        name: "http",
        number: httpPort,
        published: args.publishedPort,
        localOnly: true,
        ...(!isClosed && { clients: "any" }),
      },
    ],
    resources: args.resources,
    volumes: [],
    health: {
      ready: [
        "wget",
        "-q",
        "-O",
        "/dev/null",
        `http://${isClosed ? loopback : "localhost"}:${httpPort}${args.path}/actuator/health`,
      ],
      intervalSeconds: 3,
      timeoutSeconds: 5,
      retries: 5,
      startSeconds: 60,
      deadlineSeconds: 180,
    },
    stopGraceSeconds: 10,
  };
}

/** The environment of Kafka UI 0.7. What Kafka UI can do through its cluster is all that this platform needs. */
export function kafkaUiEnvironment(
  bootstrap: string,
  { path, readOnly, login }: Pick<Chosen, "path" | "readOnly" | "login">,
): Record<string, string> {
  return {
    KAFKA_CLUSTERS_0_NAME: "kafka-platform",
    KAFKA_CLUSTERS_0_BOOTSTRAPSERVERS: bootstrap,
    ...(path && { SERVER_SERVLET_CONTEXT_PATH: path }),
    ...(readOnly && { KAFKA_CLUSTERS_0_READONLY: "true" }),
    ...(login && {
      AUTH_TYPE: "LOGIN_FORM",
      SPRING_SECURITY_USER_NAME: login.user,
    }),
  };
}

/** How browsers may reach it. The project's console enforces this; Kafka UI has no such check and ignores it. */
function hostsEnvironment(
  { hosts, trustedProxies, login }: Pick<Chosen, "hosts" | "trustedProxies" | "login">,
  outside: string | undefined,
): Record<string, string> {
  const own = outside?.replace(/:\d+$/, "") ?? "";
  // With a login, the console refuses other names only once some are set.
  const isHeeded = login === undefined || hosts.length > 0;
  const names = [...(isHeeded && isPublicName(own) ? [own] : []), ...hosts];
  return {
    ...(names.length > 0 && { CONSOLE_ALLOWED_HOSTS: [...new Set(names)].join(",") }),
    ...(trustedProxies.length > 0 && { CONSOLE_TRUSTED_PROXIES: trustedProxies.join(",") }),
  };
}

/** Whether a host is a name with a domain: addresses, and names within a network, need not be listed. */
function isPublicName(host: string): boolean {
  return host.includes(".") && isIP(host) === 0;
}
