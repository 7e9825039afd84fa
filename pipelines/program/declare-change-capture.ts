import * as pulumi from "@pulumi/pulumi";
import type { Target } from "../../targets/target";
import { ChangeCapture } from "../components/change-capture";
import { Connect } from "../components/connect";
import { Database } from "../components/database";
import { TableCopy } from "../components/table-copy";
import type { Settings } from "../settings/schema";
import type { Platform } from "./platform";
import { serviceOutputs } from "./service";

const passwordFile = "/etc/lab/database.properties";

/** Declares change capture from a table to its copy, and returns the outputs for it. */
export function declareChangeCapture(settings: Settings, platform: Platform, target: Target) {
  const { startTimeoutSeconds, retainData } = settings;
  const shared = { target, startTimeoutSeconds };
  const database = new Database("postgres", {
    ...{ ...shared, retainData },
    image: settings.postgresImage,
    publishedPort: settings.postgresPort,
    storageGiB: settings.postgresStorageGiB,
    clients: ["connect", "table-copy"],
  });
  const { bootstrap } = platform;
  const connect = new Connect("connect", {
    ...{ ...shared, bootstrap },
    image: settings.connectImage,
    publishedPort: settings.connectPort,
    secretFiles: { [passwordFile]: pulumi.interpolate`password=${database.password}\n` },
  });
  const { changesTopic: topic } = settings;
  const table = "public.cliente";
  new ChangeCapture("cliente", { database, connect, table, topic, passwordFile });
  new TableCopy("table-copy", {
    ...{ ...shared, bootstrap, database, topic },
    image: settings.pythonImage,
    rejectedTopic: settings.rejectedChangesTopic,
  });
  return {
    connect: { ...serviceOutputs(connect, "rest"), connector: "cliente" },
    postgres: {
      ...serviceOutputs(database, "sql"),
      database: database.database,
      user: database.user,
      password: database.password,
    },
  };
}
