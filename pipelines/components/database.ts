import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { Password } from "../../provider/pipelines/resources";
import type { Connection } from "../../targets/connection";
import type { Target, Workload, WorkloadArgs } from "../../targets/target";
import { storedVolume } from "./stored";

/** Arguments of {@link Database}. */
export interface DatabaseArgs {
  readonly target: Target;
  readonly image: string;
  readonly publishedPort: number;
  readonly storageGiB: number;
  /** Whether its data stays when the stack is destroyed. */
  readonly retainData: boolean;
  readonly startTimeoutSeconds: number;
  /** Hosts of the workloads that use it. */
  readonly clients: readonly string[];
}

const port = 5432;
const user = "lab";
const name = "lab";
const passwordFile = "/etc/lab/password";

/** PostgreSQL, with a log from which changes can be captured, and a generated password. */
export class Database extends pulumi.ComponentResource {
  public readonly workload: Workload;
  /** How the machine that runs the program reaches it. */
  public readonly connection: pulumi.Input<Connection>;
  public readonly host: string;
  public readonly port = port;
  public readonly user = user;
  public readonly database = name;
  public readonly password: pulumi.Output<string>;

  constructor(name: string, args: DatabaseArgs, options?: pulumi.ComponentResourceOptions) {
    super("kafka-pipelines:index:Database", name, {}, options);
    this.password = new Password(name, {}, { parent: this }).text;
    const workload = databaseWorkload(args, this.password);
    this.workload = args.target.workload(name, workload, { parent: this });
    this.connection = args.target.connection(workload, "sql");
    const [host = ""] = args.target.hosts(workload.host, 1);
    this.host = host;
    this.registerOutputs({ host });
  }
}

/** What logical decoding needs: https://debezium.io/documentation/reference/2.7/connectors/postgresql.html */
const settings = [
  "-c",
  "wal_level=logical",
  "-c",
  "max_replication_slots=4",
  "-c",
  "max_wal_senders=4",
];

/** Data that an earlier stack left has that stack's password. */
const setPassword = [
  "if [[ -s $PGDATA/PG_VERSION ]]; then",
  `  postgres --single -D "$PGDATA" ${settings.join(" ")} -c log_min_messages=error postgres >/dev/null \\`,
  `    <<<"ALTER ROLE ${user} PASSWORD '$(cat ${passwordFile})'" || exit 1`,
  "fi",
].join("\n");

function databaseWorkload(args: DatabaseArgs, password: pulumi.Output<string>): WorkloadArgs {
  return {
    host: "postgres",
    image: args.image,
    replicas: 1,
    command: ["docker-entrypoint.sh", "postgres", ...settings],
    beforeStart: setPassword,
    userId: 999,
    setsUser: true,
    environment: () => ({
      POSTGRES_USER: user,
      POSTGRES_DB: name,
      POSTGRES_PASSWORD_FILE: passwordFile,
      // A folder below the volume, whose own folder may hold something else, such as lost+found.
      PGDATA: "/var/lib/postgresql/data/pgdata",
    }),
    files: [
      { path: passwordFile, content: password },
      {
        path: "/docker-entrypoint-initdb.d/tables.sql",
        content: readFileSync(join(__dirname, "../sql/tables.sql"), "utf8"),
      },
    ],
    ports: [{ name: "sql", number: port, published: args.publishedPort, clients: args.clients }],
    volumes: [
      storedVolume("postgres", "data", {
        path: "/var/lib/postgresql/data",
        ...{ sizeGiB: args.storageGiB, retain: args.retainData },
      }),
    ],
    health: {
      // Over TCP: the server that runs the scripts of the first start listens only on its socket.
      ready: ["pg_isready", "-h", "127.0.0.1", "-U", user, "-d", name],
      intervalSeconds: 2,
      timeoutSeconds: 5,
      retries: 5,
      startSeconds: 60,
      deadlineSeconds: args.startTimeoutSeconds,
    },
    resources: { cpuMillicores: 100, memoryMiB: 256 },
    stopGraceSeconds: 30,
  };
}
