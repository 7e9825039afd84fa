import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { z } from "zod";
import { mechanismOptions, type Sasl } from "./kafka/sasl";
import { ConfigurationError } from "./errors";
import { isConsolePath } from "./path";

/** How to reach a cluster. */
export interface ClusterConfiguration {
  readonly name: string;
  /** `host:port` of some brokers, which know the others. */
  readonly bootstrapServers: readonly string[];
  /** Whether to refuse everything that changes the cluster. */
  readonly readOnly: boolean;
  /** TLS options; absent: plain text. */
  readonly tls?: TlsOptions;
  readonly sasl?: Sasl;
}

/** TLS options of the connections to brokers. */
export interface TlsOptions {
  /** Trusted certificates in PEM. Absent: the system's. */
  readonly ca?: string;
  /** Whether the certificate must name the host. */
  readonly checksHost: boolean;
}

/** The console's configuration. */
export interface Configuration {
  readonly clusters: readonly ClusterConfiguration[];
  /** Address to listen on. Absent: all addresses of the machine. */
  readonly address?: string;
  readonly port: number;
  /** Path of every URL of the console, such as `/kafka`. Empty: the root. */
  readonly path: string;
  /** The user who may log in. Absent: no login. */
  readonly login?: { readonly user: string; readonly password: string };
  /** Host names of the console, besides addresses and names within its network. */
  readonly hosts: readonly string[];
  /** Addresses, or networks as ADDRESS/BITS, of proxies whose X-Forwarded headers are trusted. */
  readonly trustedProxies: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

const port = z.coerce.number().int().min(0).max(65535);
const bootstrap = /^[^\s,:]+:\d{1,5}(,[^\s,:]+:\d{1,5})*$/;

/**
 * Reads the configuration from environment variables with Kafka UI 0.7's names.
 *
 * @throws ConfigurationError that names the variable and what is allowed.
 */
export function readEnvironment(environment: Environment): Configuration {
  const clusters: ClusterConfiguration[] = [];
  for (let index = 0; environment[`KAFKA_CLUSTERS_${index}_NAME`] !== undefined; index += 1) {
    clusters.push(readCluster(environment, `KAFKA_CLUSTERS_${index}_`));
  }
  if (clusters.length === 0) {
    throw new ConfigurationError(
      "KAFKA_CLUSTERS_0_NAME",
      "and KAFKA_CLUSTERS_0_BOOTSTRAPSERVERS must be set",
    );
  }
  const parsedPort = port.safeParse(environment.SERVER_PORT ?? "8080");
  if (!parsedPort.success) {
    throw new ConfigurationError("SERVER_PORT", "must be a port from 0 to 65535");
  }
  const login = readLogin(environment);
  return {
    clusters,
    port: parsedPort.data,
    path: readPath(environment),
    ...(environment.SERVER_ADDRESS && { address: environment.SERVER_ADDRESS }),
    ...(login && { login }),
    hosts: readList(environment, "CONSOLE_ALLOWED_HOSTS", isHostName, "host names"),
    trustedProxies: readList(
      environment,
      "CONSOLE_TRUSTED_PROXIES",
      isNetwork,
      "IP addresses or networks such as 10.0.0.0/8",
    ),
  };
}

/** As Spring Boot does for Kafka UI, it ignores a trailing slash. */
function readPath({ SERVER_SERVLET_CONTEXT_PATH: given = "" }: Environment): string {
  const path = given.trim().replace(/\/$/, "");
  if (path === "" || isConsolePath(path)) return path;
  throw new ConfigurationError(
    "SERVER_SERVLET_CONTEXT_PATH",
    "must be empty or a path such as /kafka, of A-Z, a-z, 0-9, '.', '_', '~' and '-'",
  );
}

function readList(
  environment: Environment,
  variable: string,
  isValid: (text: string) => boolean,
  what: string,
): string[] {
  const values = (environment[variable] ?? "").split(",").map((each) => each.trim());
  const given = values.filter((each) => each !== "");
  if (given.every(isValid)) return given;
  throw new ConfigurationError(variable, `must be a comma-separated list of ${what}`);
}

function isHostName(text: string): boolean {
  return /^[a-z0-9]([a-z0-9._-]{0,251}[a-z0-9])?$/i.test(text);
}

function isNetwork(text: string): boolean {
  const [address = "", bits, ...more] = text.split("/");
  const most = { 4: 32, 6: 128 }[isIP(address)];
  if (most === undefined || more.length > 0 || address.includes("%")) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
}

function readCluster(environment: Environment, prefix: string): ClusterConfiguration {
  const name = environment[`${prefix}NAME`] ?? "";
  if (name === "") throw new ConfigurationError(`${prefix}NAME`, "must not be empty");
  const servers = environment[`${prefix}BOOTSTRAPSERVERS`]?.replace(/\s/g, "") ?? "";
  if (!bootstrap.test(servers)) {
    throw new ConfigurationError(
      `${prefix}BOOTSTRAPSERVERS`,
      "must be a comma-separated list of host:port",
    );
  }
  return {
    name,
    bootstrapServers: servers.split(","),
    readOnly: environment[`${prefix}READONLY`]?.toLowerCase() === "true",
    ...readSecurity(environment, `${prefix}PROPERTIES_`),
  };
}

function readSecurity(
  environment: Environment,
  prefix: string,
): Pick<ClusterConfiguration, "tls" | "sasl"> {
  const variable = `${prefix}SECURITY_PROTOCOL`;
  const protocol = environment[variable] ?? "PLAINTEXT";
  if (!["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"].includes(protocol)) {
    throw new ConfigurationError(variable, "must be PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL");
  }
  return {
    ...(protocol.endsWith("SSL") && { tls: readTls(environment, prefix) }),
    ...(protocol.startsWith("SASL") && {
      sasl: mechanismOptions(
        environment[`${prefix}SASL_MECHANISM`] ?? "",
        environment[`${prefix}SASL_JAAS_CONFIG`] ?? "",
        prefix,
      ),
    }),
  };
}

/** Trusted certificates must be PEM (KIP-651); a Java key store cannot be read here. */
function readTls(environment: Environment, prefix: string): TlsOptions {
  const location = environment[`${prefix}SSL_TRUSTSTORE_LOCATION`];
  const type = environment[`${prefix}SSL_TRUSTSTORE_TYPE`] ?? "PEM";
  if (location !== undefined && type !== "PEM") {
    throw new ConfigurationError(`${prefix}SSL_TRUSTSTORE_TYPE`, "must be PEM");
  }
  const ca =
    environment[`${prefix}SSL_TRUSTSTORE_CERTIFICATES`] ??
    (location === undefined ? undefined : readFileSync(location, "utf8"));
  const identification = environment[`${prefix}SSL_ENDPOINT_IDENTIFICATION_ALGORITHM`];
  return { ...(ca !== undefined && { ca }), checksHost: identification !== "" };
}

function readLogin(environment: Environment): Configuration["login"] {
  const type = environment.AUTH_TYPE ?? "DISABLED";
  if (type === "DISABLED") return undefined;
  if (type !== "LOGIN_FORM") {
    throw new ConfigurationError("AUTH_TYPE", "must be DISABLED or LOGIN_FORM");
  }
  const user = environment.SPRING_SECURITY_USER_NAME ?? "";
  const password = environment.SPRING_SECURITY_USER_PASSWORD ?? "";
  if (user === "") {
    throw new ConfigurationError("SPRING_SECURITY_USER_NAME", "must not be empty with LOGIN_FORM");
  }
  if (password === "") {
    throw new ConfigurationError(
      "SPRING_SECURITY_USER_PASSWORD",
      "must not be empty with LOGIN_FORM",
    );
  }
  return { user, password };
}
