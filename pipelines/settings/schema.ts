import { z } from "zod";
import {
  flag,
  imageReference,
  matching,
  namespaceName,
  port,
  wholeNumber,
} from "../../settings/forms";

const topic = matching(
  /^[a-zA-Z0-9._-]{1,249}$/,
  "must be the name of a topic: up to 249 characters of a-z, A-Z, 0-9, '.', '_' and '-'",
);

const webhookForm = "must be empty, or a URL of http or https";

/**
 * The form of each configuration value of the pipelines, as Pulumi passes it: as text. Pulumi.yaml says what each one
 * means.
 */
export const schema = {
  platformStack: matching(
    /^(([\w.-]+\/){0,2}[\w.-]+)?$/,
    "must be empty, or a stack as NAME, ORGANIZATION/NAME or ORGANIZATION/PROJECT/NAME",
  ),
  namespace: namespaceName,
  retainData: flag(),
  startTimeoutSeconds: wholeNumber(30, 86400),
  objectStoreImage: imageReference,
  objectStorePort: port,
  objectStoreStorageGiB: wholeNumber(1, 65536),
  sparkImage: imageReference,
  sparkMemoryMiB: wholeNumber(512, 65536),
  sparkCpuMillicores: wholeNumber(1, 64000),
  streamingJob: flag(),
  streamingTopic: topic,
  rejectedTopic: topic,
  // A job that is silent for a minute counts as stuck.
  triggerSeconds: wholeNumber(1, 30),
  windowSeconds: wholeNumber(1, 86400),
  lateSeconds: wholeNumber(0, 86400),
  batchJob: flag(),
  batchMinutes: wholeNumber(1, 10080),
  changeCapture: flag(),
  changesTopic: topic,
  rejectedChangesTopic: topic,
  postgresImage: imageReference,
  postgresPort: port,
  postgresStorageGiB: wholeNumber(1, 65536),
  connectImage: imageReference,
  connectPort: port,
  pythonImage: imageReference,
  nifi: flag(),
  nifiImage: imageReference,
  nifiPort: port,
  ordersTopic: topic,
  rejectedOrdersTopic: topic,
  prefect: flag(),
  paymentsTopic: topic,
  rejectedPaymentsTopic: topic,
  alertAboveCentavos: wholeNumber(0, Number.MAX_SAFE_INTEGER),
  alertWebhook: matching(/^(https?:\/\/\S+)?$/, webhookForm).refine(
    (text) => text === "" || URL.canParse(text),
    { error: webhookForm },
  ),
  prefectImage: imageReference,
  prefectPort: port,
} as const;

/** What the pipelines deploy, from a valid configuration. */
export type Settings = { readonly [Key in keyof typeof schema]: z.output<(typeof schema)[Key]> };
