import { z } from "zod";
import type { Resources } from "../../targets/target";
import {
  heapMiB,
  image,
  resources,
  serverFields,
  type ServerOptions,
  settings,
  wholeNumber,
} from "../arguments";
import { isOtherVersion } from "../confluent-images";
import { isDerived } from "./derived-settings";
import { brokerSettingsProblems } from "./settings-problems";

/** What can be chosen about {@link Brokers}. */
export interface BrokersOptions extends ServerOptions {
  /** Default: `confluentinc/cp-kafka:7.5.0`. */
  readonly image?: string | undefined;
  /** Number of brokers, from 1 to 9. Default: 1. */
  readonly replicas?: number | undefined;
  /** Host port of the first broker; each further broker takes the next port. Default: 29092. */
  readonly publishedPort?: number | undefined;
  /** Java heap of a broker in MiB, from 64; 0 for the image's default of 1024. Default: 0. */
  readonly heapMiB?: number | undefined;
  /** Further broker settings by their Kafka names, such as `log.retention.hours`. Default: none. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
  /** What a broker needs from its machine, on targets that reserve it. Default: 250 millicores and 1536 MiB. */
  readonly resources?: Resources | undefined;
  /** Size of a broker's volume in GiB, on targets whose volumes have sizes. Default: 10. */
  readonly storageGiB?: number | undefined;
  /** Time in seconds that stopping a broker may wait for partitions to be in sync; 0: no wait. Default: 1800. */
  readonly replicaSyncTimeoutSeconds?: number | undefined;
}

const own = z.strictObject({
  image: image.default("confluentinc/cp-kafka:7.5.0"),
  replicas: wholeNumber(1, 9).default(1),
  publishedPort: wholeNumber(1, 65_535).default(29_092),
  heapMiB: heapMiB.default(0),
  settings: settings((name) =>
    isDerived(name) ? "is set by the component itself" : undefined,
  ).default({}),
  resources: resources.default({ cpuMillicores: 250, memoryMiB: 1536 }),
  storageGiB: wholeNumber(1, 65_536).default(10),
  replicaSyncTimeoutSeconds: wholeNumber(0, 86_400).default(1800),
});

/** What a platform chooses only about the brokers. */
export const ownBrokersOptions = own.superRefine(settingsAreValid);

/** The form of {@link BrokersOptions}, with the defaults. */
export const brokersOptions = z
  .strictObject({ ...own.shape, ...serverFields })
  .superRefine(settingsAreValid);

function settingsAreValid(
  { image, settings, replicas }: Pick<z.output<typeof own>, "image" | "settings" | "replicas">,
  context: z.RefinementCtx,
): void {
  if (isOtherVersion(image)) return;
  for (const { name, message } of brokerSettingsProblems(settings, replicas)) {
    context.addIssue({ code: "custom", path: ["settings", name], message });
  }
}
