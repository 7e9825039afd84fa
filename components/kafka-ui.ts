import * as pulumi from "@pulumi/pulumi";
import type { Resources, Target, Workload } from "../targets/target";
import type { Broker } from "./broker";

/** Arguments of {@link KafkaUi}. */
export interface KafkaUiArgs {
  readonly target: Target;
  readonly broker: Broker;
  readonly image: string;
  /** Host port of the web page. */
  readonly publishedPort: number;
  readonly resources: Resources;
  /** Who may log in. Default: no login. */
  readonly login?: { readonly user: string; readonly password: pulumi.Input<string> };
}

const httpPort = 8080;

/** Kafka UI: the web page to look into the cluster. */
export class KafkaUi extends pulumi.ComponentResource {
  public readonly workload: Workload;
  /** Where a browser finds it. */
  public readonly url: string;

  constructor(name: string, args: KafkaUiArgs, options?: pulumi.ComponentResourceOptions) {
    super("kafka-platform:index:KafkaUi", name, {}, options);
    this.workload = args.target.workload(
      name,
      {
        host: "kafka-ui",
        image: args.image,
        replicas: 1,
        command: [],
        userId: 1000,
        environment: () => kafkaUiEnvironment(args.broker.internalBootstrap, args.login),
        ...(args.login && {
          secretEnvironment: { SPRING_SECURITY_USER_PASSWORD: args.login.password },
        }),
        ports: [
          {
            name: "http",
            number: httpPort,
            published: args.publishedPort,
            localOnly: true,
            clients: "any",
          },
        ],
        resources: args.resources,
        volumes: [],
        health: {
          command: [
            "wget",
            "-q",
            "-O",
            "/dev/null",
            `http://localhost:${httpPort}/actuator/health`,
          ],
          intervalSeconds: 3,
          timeoutSeconds: 5,
          retries: 5,
          startSeconds: 60,
          deadlineSeconds: 180,
        },
        stopGraceSeconds: 10,
      },
      { parent: this, dependsOn: args.broker.workload.resources },
    );
    this.url = `http://${this.workload.outside("http").join(",")}`;
    this.registerOutputs({ url: this.url });
  }
}

/** The environment of Kafka UI 0.7; what it can do through its cluster is all that this platform needs. */
export function kafkaUiEnvironment(
  bootstrap: string,
  login: KafkaUiArgs["login"],
): Record<string, string> {
  return {
    KAFKA_CLUSTERS_0_NAME: "kafka-platform",
    KAFKA_CLUSTERS_0_BOOTSTRAPSERVERS: bootstrap,
    ...(login && {
      AUTH_TYPE: "LOGIN_FORM",
      SPRING_SECURITY_USER_NAME: login.user,
    }),
  };
}
