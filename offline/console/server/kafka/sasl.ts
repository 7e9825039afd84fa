import type { SASLOptions } from "kafkajs";
import { ConfigurationError } from "../errors";

/** SASL as kafkajs takes it. */
export type Sasl = SASLOptions;

const mechanisms = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"];

/**
 * Parses a SASL mechanism and a line of JAAS configuration in the form for Java clients:
 * `org.apache...LoginModule required username="..." password="...";`.
 *
 * @param prefix Prefix of the variables' names, for the errors.
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
      'must contain username="..." and password="..."',
    );
  }
  return { mechanism: mechanism.toLowerCase(), username, password } as Sasl;
}

function option(jaas: string, name: string): string | undefined {
  const value = new RegExp(`\\b${name}\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|'([^']*)')`).exec(jaas);
  return value?.[1]?.replace(/\\(.)/g, "$1") ?? value?.[2];
}
