import type { Settings } from "./schema";

/** A workload of the pipelines, known before anything is declared. */
export interface Part {
  readonly host: string;
  /** The key of its image. */
  readonly image:
    | "objectStoreImage"
    | "sparkImage"
    | "postgresImage"
    | "connectImage"
    | "pythonImage"
    | "nifiImage"
    | "prefectImage";
  /** The key of the host port that it publishes; absent if it publishes none. */
  readonly portKey?:
    "objectStorePort" | "postgresPort" | "connectPort" | "nifiPort" | "prefectPort";
  /** The key that switches it on; absent if it is always there. */
  readonly switchedBy?: "streamingJob" | "batchJob" | "changeCapture" | "nifi" | "prefect";
}

/** All workloads, in the order in which they are replaced. */
export const parts = [
  { host: "object-store", image: "objectStoreImage", portKey: "objectStorePort" },
  { host: "streaming-job", image: "sparkImage", switchedBy: "streamingJob" },
  { host: "batch-job", image: "sparkImage", switchedBy: "batchJob" },
  {
    host: "postgres",
    image: "postgresImage",
    portKey: "postgresPort",
    switchedBy: "changeCapture",
  },
  { host: "connect", image: "connectImage", portKey: "connectPort", switchedBy: "changeCapture" },
  { host: "table-copy", image: "pythonImage", switchedBy: "changeCapture" },
  { host: "nifi", image: "nifiImage", portKey: "nifiPort", switchedBy: "nifi" },
  { host: "prefect", image: "prefectImage", portKey: "prefectPort", switchedBy: "prefect" },
  { host: "payment-flow", image: "prefectImage", switchedBy: "prefect" },
  { host: "payment-runs", image: "prefectImage", switchedBy: "prefect" },
] as const satisfies readonly Part[];

/** The workloads that the settings deploy. */
export function partsOf(settings: Settings): Part[] {
  return (parts as readonly Part[]).filter(
    ({ switchedBy }) => switchedBy === undefined || settings[switchedBy],
  );
}
