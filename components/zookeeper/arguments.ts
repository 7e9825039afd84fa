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
import { zooKeeperConflict, zooKeeperSettingProblem } from "./settings";

/** What can be chosen about {@link ZooKeeper}. */
export interface ZooKeeperOptions extends ServerOptions {
  /** Default: `confluentinc/cp-zookeeper:7.5.0`. */
  readonly image?: string | undefined;
  /**
   * Number of servers, from 1 to 7; odd, because an even ensemble survives no more failures than the next smaller odd
   * one. It cannot change once they have data. Default: 1.
   */
  readonly replicas?: number | undefined;
  /** Host port of the first server; each further server takes the next port. Default: 2181. */
  readonly publishedPort?: number | undefined;
  /** Java heap of a server in MiB, from 64; 0 for the image's default of 512. Default: 0. */
  readonly heapMiB?: number | undefined;
  /** Further settings by ZooKeeper's names, such as `maxClientCnxns`. Default: none. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
  /** What a server needs from its machine, on targets that reserve it. Default: 100 millicores and 768 MiB. */
  readonly resources?: Resources | undefined;
  /** Size of each of a server's two volumes in GiB, on targets whose volumes have sizes. Default: 5. */
  readonly storageGiB?: number | undefined;
}

/** What a platform chooses only about ZooKeeper. */
export const ownZooKeeperOptions = z.strictObject({
  image: image.default("confluentinc/cp-zookeeper:7.5.0"),
  replicas: wholeNumber(1, 7)
    .refine((count) => count % 2 === 1, {
      error:
        "must be odd: an even ensemble survives no more failures than the next smaller odd one",
    })
    .default(1),
  publishedPort: wholeNumber(1, 65_535).default(2181),
  heapMiB: heapMiB.default(0),
  settings: settings(zooKeeperSettingProblem)
    .superRefine((given, context) => {
      const conflict = zooKeeperConflict(given);
      if (!conflict) return;
      context.addIssue({ code: "custom", path: [conflict.name], message: conflict.message });
    })
    .default({}),
  resources: resources.default({ cpuMillicores: 100, memoryMiB: 768 }),
  storageGiB: wholeNumber(1, 65_536).default(5),
});

/** The form of {@link ZooKeeperOptions}, with the defaults. */
export const zooKeeperOptions = z.strictObject({ ...ownZooKeeperOptions.shape, ...serverFields });
