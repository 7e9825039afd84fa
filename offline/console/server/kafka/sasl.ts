import type { SASLOptions } from "kafkajs";
import { ConfigurationError } from "../errors";

/** SASL as kafkajs takes it. */
export type Sasl = SASLOptions;

const mechanisms = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"];

/**
 * What a SASL mechanism and a line of JAAS configuration say, as the Java clients take them:
 * `org.apache...LoginModule required username="..." password="...";`.
 *
 * @param prefix What the variables' names begin with, for the errors.
 * @throws ConfigurationError that names the variable.
 */
export function mechanismOptions(mechanism: string, jaas: string, prefix: string): Sasl {
  if (!mechanisms.includes(mechanism)) {
    throw new ConfigurationError(
      `${prefix}SASL_MECHANISM`,
      `must be one of ${mechanisms.join(", ")}`,
    );
  }
  const username = option(jaas, "username");
  const password = option(jaas, "password");
  if (username === undefined || password === undefined) {
    throw new ConfigurationError(
      `${prefix}SASL_JAAS_CONFIG`,
      'must hold username="..." and password="..."',
    );
  }
  return { mechanism: mechanism.toLowerCase(), username, password } as Sasl;
}

function option(jaas: string, name: string): string | undefined {
  const value = new RegExp(`\\b${name}\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|'([^']*)')`).exec(jaas);
  return value?.[1]?.replace(/\\(.)/g, "$1") ?? value?.[2];
}
