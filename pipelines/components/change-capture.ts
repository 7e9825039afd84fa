import * as pulumi from "@pulumi/pulumi";
import { Connector } from "../../provider/pipelines/resources";
import type { Connect } from "./connect";
import type { Database } from "./database";
import { instancesOf } from "./instances";

/** Arguments of {@link ChangeCapture}. */
export interface ChangeCaptureArgs {
  readonly database: Database;
  readonly connect: Connect;
  /** The table, with its schema. */
  readonly table: string;
  /** The topic of its changes. */
  readonly topic: string;
  /** File in Connect with the property `password`. */
  readonly passwordFile: string;
}

/** Captures the changes of a table into a topic: Debezium reads PostgreSQL's log, so no change is missed. */
export class ChangeCapture extends pulumi.ComponentResource {
  public readonly connector: Connector;

  constructor(name: string, args: ChangeCaptureArgs, options?: pulumi.ComponentResourceOptions) {
    super("kafka-pipelines:index:ChangeCapture", name, {}, options);
    const { connect, database } = args;
    this.connector = new Connector(
      name,
      {
        connection: connect.connection,
        connector: name,
        config: connectorConfig(args),
        // What Connect and the database run in; the connector is then proved to run again.
        trigger: instancesOf(connect.workload, database.workload),
      },
      {
        parent: this,
        dependsOn: [...connect.workload.resources, ...database.workload.resources],
        deletedWith: connect.workload.created[0],
      },
    );
    this.registerOutputs({});
  }
}

/** https://debezium.io/documentation/reference/2.7/connectors/postgresql.html#postgresql-connector-properties */
function connectorConfig({ database, table, topic, passwordFile }: ChangeCaptureArgs) {
  return {
    "connector.class": "io.debezium.connector.postgresql.PostgresConnector",
    "tasks.max": "1",
    "plugin.name": "pgoutput",
    "database.hostname": database.host,
    "database.port": String(database.port),
    "database.user": database.user,
    "database.password": `\${file:${passwordFile}:password}`,
    "database.dbname": database.database,
    "slot.name": "lab_cliente",
    // A new database does not have the stored position: its rows are then read afresh.
    "snapshot.mode": "when_needed",
    "publication.autocreate.mode": "filtered",
    "table.include.list": table,
    "topic.prefix": "lab",
    // One topic for one table, with the name that the platform declares.
    transforms: "route",
    "transforms.route.type": "org.apache.kafka.connect.transforms.RegexRouter",
    "transforms.route.regex": `lab\\.${table.replace(".", String.raw`\.`)}`,
    "transforms.route.replacement": topic,
    // JSON as people read it: without the schema in every message.
    "key.converter": "org.apache.kafka.connect.json.JsonConverter",
    "key.converter.schemas.enable": "false",
    "value.converter": "org.apache.kafka.connect.json.JsonConverter",
    "value.converter.schemas.enable": "false",
  };
}
