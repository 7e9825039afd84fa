import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { webPath } from "../../common/web-path";
import type { Resources } from "../../targets/target";
import { image, resources, wholeNumber } from "../arguments";

/** What can be chosen about {@link KafkaUi}. */
export interface KafkaUiOptions {
  /** Default: `provectuslabs/kafka-ui:v0.7.1`. */
  readonly image?: string | undefined;
  /** Host port of the web page. Default: 8090. */
  readonly publishedPort?: number | undefined;
  /** Path of every URL of the web page, such as `/kafka`, up to 200 characters. Default: empty, the root. */
  readonly path?: string | undefined;
  /** Whether it refuses everything that would change the cluster. Default: false. */
  readonly readOnly?: boolean | undefined;
  /** What it needs from its machine, on targets that reserve it. Default: 100 millicores and 512 MiB. */
  readonly resources?: Resources | undefined;
  /** Who may log in. Default: no login. */
  readonly login?: { readonly user: string; readonly password: pulumi.Input<string> } | undefined;
  /** Host names by which a proxy leads to it, in addition to those that the target gives it. Default: none. */
  readonly hosts?: readonly string[] | undefined;
  /** IP addresses, or networks as ADDRESS/BITS, of proxies whose X-Forwarded headers are trusted. Default: none. */
  readonly trustedProxies?: readonly string[] | undefined;
}

/** The form of {@link KafkaUiOptions}, with the defaults. */
export const kafkaUiOptions = z.strictObject({
  image: image.default("provectuslabs/kafka-ui:v0.7.1"),
  publishedPort: wholeNumber(1, 65_535).default(8090),
  path: z.string().regex(webPath.pattern, { error: webPath.error }).default(""),
  readOnly: z.boolean().default(false),
  resources: resources.default({ cpuMillicores: 100, memoryMiB: 512 }),
  login: z
    .strictObject({
      user: z.string().min(1, { error: "must not be empty" }),
      password: z.custom<pulumi.Input<string>>((value) => value !== undefined && value !== "", {
        error: "must not be empty",
      }),
    })
    .optional(),
  hosts: z.array(z.string()).default([]),
  trustedProxies: z.array(z.string()).default([]),
});
