import * as pulumi from "@pulumi/pulumi";
import { Password } from "../../provider/pipelines/resources";
import type { Connection } from "../../targets/connection";
import type { FileArgs, Target, Workload, WorkloadArgs } from "../../targets/target";
import { answersAt } from "./http-health";
import { storedVolume } from "./stored";

/** Arguments of {@link Prefect}. */
export interface PrefectArgs {
  readonly target: Target;
  readonly image: string;
  readonly publishedPort: number;
  /** Whether its data stays when the stack is destroyed. */
  readonly retainData: boolean;
  readonly startTimeoutSeconds: number;
  /** Hosts of the workloads that use it. */
  readonly clients: readonly string[];
}

const port = 4200;
const user = "lab";
const data = "/var/tmp";
/** A file with settings of Prefect: an environment is shown by `docker inspect`. */
const profilesFile = "/etc/prefect/profiles.toml";

/** The environment of a workload that gets {@link prefectSecrets}. */
export const prefectEnvironment = { PREFECT_PROFILES_PATH: profilesFile };

/** The files with secret settings of Prefect, for the server or for clients. Texts must need no escape in TOML. */
export function prefectSecrets(
  settings: Readonly<Record<string, pulumi.Output<string>>>,
): FileArgs[] {
  const content = pulumi.output(settings).apply((values) => {
    const lines = Object.entries(values).map(([name, value]) => `${name} = "${value}"`);
    return ['active = "pipelines"', "[profiles.pipelines]", ...lines, ""].join("\n");
  });
  return [{ path: profilesFile, content }];
}

/** The server of Prefect with its page, on SQLite, with a generated password. */
export class Prefect extends pulumi.ComponentResource {
  public readonly workload: Workload;
  /** How the machine that runs the program reaches its page and REST interface. */
  public readonly connection: pulumi.Input<Connection>;
  public readonly user = user;
  public readonly password: pulumi.Output<string>;
  /** URL of its page for people. */
  public readonly page: string;
  /** URL of the REST interface for other workloads. */
  public readonly endpoint: string;
  /** What clients log in with, as PREFECT_API_AUTH_STRING. */
  public readonly login: pulumi.Output<string>;

  constructor(name: string, args: PrefectArgs, options?: pulumi.ComponentResourceOptions) {
    super("kafka-pipelines:index:Prefect", name, {}, options);
    this.password = new Password(name, {}, { parent: this }).text;
    this.login = pulumi.interpolate`${user}:${this.password}`;
    const workload = serverWorkload(args, this.login);
    this.workload = args.target.workload(name, workload, { parent: this });
    this.connection = args.target.connection(workload, "page");
    this.page = `http://${this.workload.outside("page").join(",")}`;
    const [host = ""] = args.target.hosts(workload.host, 1);
    this.endpoint = `http://${host}:${port}/api`;
    this.registerOutputs({ endpoint: this.endpoint });
  }
}

function serverWorkload(args: PrefectArgs, login: pulumi.Output<string>): WorkloadArgs {
  return {
    host: "prefect",
    image: args.image,
    replicas: 1,
    command: [],
    args: ["prefect", "server", "start", "--host", "0.0.0.0", "--port", String(port)],
    userId: 1000,
    setsUser: true,
    environment: () => ({
      ...prefectEnvironment,
      HOME: "/tmp",
      PREFECT_HOME: `${data}/prefect`,
      PREFECT_SERVER_ANALYTICS_ENABLED: "false",
      // The page is reached at another port, or through a forward.
      PREFECT_SERVER_UI_API_URL: "/api",
      // By default it is copied into the package, which that user cannot write.
      PREFECT_SERVER_UI_STATIC_DIRECTORY: "/tmp/page",
    }),
    files: prefectSecrets({ PREFECT_SERVER_API_AUTH_STRING: login }),
    ports: [
      {
        ...{ name: "page", number: port, published: args.publishedPort, localOnly: true },
        clients: args.clients,
      },
    ],
    volumes: [
      // The image has no folder for data; in this one every user may write.
      storedVolume("prefect", "data", { path: data, sizeGiB: 1, retain: args.retainData }),
    ],
    health: {
      // It asks for no password.
      ready: answersAt(`http://127.0.0.1:${port}/api/health`),
      intervalSeconds: 5,
      timeoutSeconds: 6,
      retries: 6,
      startSeconds: 120,
      deadlineSeconds: args.startTimeoutSeconds,
    },
    resources: { cpuMillicores: 150, memoryMiB: 768 },
    stopGraceSeconds: 20,
  };
}
