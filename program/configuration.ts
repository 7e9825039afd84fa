import * as pulumi from "@pulumi/pulumi";
import { ownValues } from "../settings/files/project-name";

/**
 * The project's configuration: keys without their namespace, and values as text.
 *
 * @param own The namespace of its keys. Default: that of the platform.
 * @throws UserError if the project's name is not that of its keys.
 */
export function projectConfig(own?: string): Record<string, string> {
  return ownValues(pulumi.getProject(), pulumi.runtime.allConfig(), own);
}

const { PULUMI_CONFIG_SECRET_KEYS: keys } = process.env;

/**
 * The full keys of the values set with --secret, as Pulumi passes them to its SDK. The SDK says whether a value is a
 * secret only together with the value.
 */
const secretKeys = keys ? (JSON.parse(keys) as string[]) : [];

/** Whether a key, without its namespace, was set with --secret. */
export function isSecret(key: string): boolean {
  return secretKeys.includes(`${pulumi.getProject()}:${key}`);
}
