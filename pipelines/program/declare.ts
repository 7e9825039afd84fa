import type { Target } from "../../targets/target";
import { BatchJob } from "../components/batch-job";
import { Nifi } from "../components/nifi";
import { ObjectStore } from "../components/object-store";
import type { SparkJobArgs } from "../components/spark-job";
import { StreamingJob } from "../components/streaming-job";
import { declareChangeCapture } from "./declare-change-capture";
import { declarePrefect } from "./declare-prefect";
import { lake } from "./lake";
import { partsOf } from "../settings/parts";
import type { Settings } from "../settings/schema";
import type { Platform } from "./platform";
import { serviceOutputs } from "./service";

/** Buckets by the quality of what is in them (medallion architecture). */
const buckets = ["bronze", "silver", "gold"];

/** Declares the pipelines that the settings choose, and returns the stack's outputs. */
export function declarePipelines(settings: Settings, platform: Platform, target: Target) {
  const { startTimeoutSeconds, retainData } = settings;
  const store = new ObjectStore("object-store", {
    ...{ target, startTimeoutSeconds, retainData, buckets },
    image: settings.objectStoreImage,
    publishedPort: settings.objectStorePort,
    storageGiB: settings.objectStoreStorageGiB,
    clients: partsOf(settings).flatMap(({ host, image }) => (image === "sparkImage" ? [host] : [])),
  });
  const { tables, checkpoints } = lake(settings);
  const spark: SparkJobArgs = {
    ...{ target, startTimeoutSeconds, tables, store: store.access },
    image: settings.sparkImage,
    memoryMiB: settings.sparkMemoryMiB,
    cpuMillicores: settings.sparkCpuMillicores,
  };
  const { windowSeconds, lateSeconds } = settings;
  if (settings.streamingJob) {
    new StreamingJob("streaming-job", {
      ...{ ...spark, windowSeconds, lateSeconds, checkpoints },
      bootstrap: platform.bootstrap,
      topic: settings.streamingTopic,
      rejectedTopic: settings.rejectedTopic,
      triggerSeconds: settings.triggerSeconds,
    });
  }
  if (settings.batchJob) {
    const batch = { ...spark, windowSeconds, lateSeconds, minutes: settings.batchMinutes };
    new BatchJob("batch-job", batch);
  }
  return {
    platform: platform.stack,
    objectStore: {
      ...serviceOutputs(store, "s3"),
      accessKey: store.access.accessKey,
      secretKey: store.access.secretKey,
    },
    tables: {
      ...(settings.streamingJob && {
        bronze: `s3://${tables.bronze}`,
        silver: `s3://${tables.silver}`,
      }),
      ...(settings.batchJob && { gold: `s3://${tables.gold}` }),
    },
    ...(settings.nifi && declareNifi(settings, platform, target)),
    ...(settings.changeCapture && declareChangeCapture(settings, platform, target)),
    ...(settings.prefect && declarePrefect(settings, platform, target)),
  };
}

function declareNifi(settings: Settings, { bootstrap }: Platform, target: Target) {
  const { startTimeoutSeconds, retainData } = settings;
  const nifi = new Nifi("nifi", {
    ...{ target, bootstrap, startTimeoutSeconds, retainData },
    image: settings.nifiImage,
    publishedPort: settings.nifiPort,
    topics: {
      orders: settings.ordersTopic,
      rejected: settings.rejectedOrdersTopic,
      payments: settings.paymentsTopic,
    },
  });
  return { nifi: serviceOutputs(nifi, "http") };
}
