import type { z } from "zod";
import { readEnvironment } from "../../offline/console/server/environment";
import { kafkaUiEnvironment } from "../../components/kafka-ui/kafka-ui";
import { schema } from "../../settings/schema";

const one = { KAFKA_CLUSTERS_0_NAME: "lab", KAFKA_CLUSTERS_0_BOOTSTRAPSERVERS: "kafka:9092" };
const security = "KAFKA_CLUSTERS_0_PROPERTIES_";

test("the console reads what the platform sets", () => {
  const login = { user: "ana", password: "geheim" };
  const environment = kafkaUiEnvironment("kafka:9092,kafka-2:9093", {
    path: "/kafka",
    readOnly: true,
    login,
  });
  expect(readEnvironment({ ...environment, SPRING_SECURITY_USER_PASSWORD: "geheim" })).toEqual({
    clusters: [
      {
        name: "kafka-platform",
        bootstrapServers: ["kafka:9092", "kafka-2:9093"],
        readOnly: true,
      },
    ],
    port: 8080,
    path: "/kafka",
    login,
    hosts: [],
    trustedProxies: [],
  });
});

test("several clusters, read-only mode, address and port", () => {
  const { clusters, address, port } = readEnvironment({
    ...one,
    KAFKA_CLUSTERS_1_NAME: "other",
    KAFKA_CLUSTERS_1_BOOTSTRAPSERVERS: "a:1, b:2",
    KAFKA_CLUSTERS_1_READONLY: "TRUE",
    SERVER_ADDRESS: "127.0.0.1",
    SERVER_PORT: "9000",
  });
  expect(clusters.map(({ name, readOnly }) => [name, readOnly])).toEqual([
    ["lab", false],
    ["other", true],
  ]);
  expect([address, port]).toEqual(["127.0.0.1", 9000]);
});

test("host names and proxies", () => {
  const { hosts, trustedProxies } = readEnvironment({
    ...one,
    CONSOLE_ALLOWED_HOSTS: "kafka.example.org, build",
    CONSOLE_TRUSTED_PROXIES: "10.0.0.0/8,192.0.2.7,2001:db8::/32",
  });
  expect(hosts).toEqual(["kafka.example.org", "build"]);
  expect(trustedProxies).toEqual(["10.0.0.0/8", "192.0.2.7", "2001:db8::/32"]);
});

test.each([
  ["/kafka", "/kafka"],
  ["/tools/kafka/", "/tools/kafka"],
  ["/", ""],
])("the path %j is %j", (given, path) => {
  expect(readEnvironment({ ...one, SERVER_SERVLET_CONTEXT_PATH: given }).path).toBe(path);
});

// The console is built from its own folder alone, so the rules exist twice.
test.each<[string, z.ZodType, (value: string) => unknown, readonly string[], readonly string[]]>([
  [
    "SERVER_SERVLET_CONTEXT_PATH",
    schema.kafkaUiPath,
    (value) => value,
    ["/kafka", "/a/b.c/~d_e-f", "/...", `/${"a".repeat(199)}`],
    ["kafka", "/a//b", "/..", "/a/./b", "/a b", "/ä", "/a?b", "/%61", `/${"a".repeat(200)}`],
  ],
  [
    "CONSOLE_TRUSTED_PROXIES",
    schema.kafkaUiTrustedProxies,
    (value) => JSON.stringify([value]),
    ["10.0.0.0/8", "192.0.2.7", "::1", "2001:db8::/32", "0.0.0.0/0"],
    ["10.0.0.0/33", "::1/129", "10.0.0.1/", "10/8", "proxy", "1.2.3.4/8/8", "fe80::1%lo"],
  ],
])(
  "%s allows the same values as the platform's configuration",
  (variable, rule, written, good, bad) => {
    const isTaken = (value: string) => {
      try {
        readEnvironment({ ...one, [variable]: value });
        return true;
      } catch {
        return false;
      }
    };
    for (const value of [...good, ...bad]) {
      const isGood = good.includes(value);
      expect([value, rule.safeParse(written(value)).success, isTaken(value)]).toEqual([
        value,
        isGood,
        isGood,
      ]);
    }
  },
);

test("SASL and TLS with the Java client's properties", () => {
  const [cluster] = readEnvironment({
    ...one,
    [`${security}SECURITY_PROTOCOL`]: "SASL_SSL",
    [`${security}SASL_MECHANISM`]: "SCRAM-SHA-512",
    [`${security}SASL_JAAS_CONFIG`]:
      'org.apache.kafka.common.security.scram.ScramLoginModule required username="ana" password="a\\"b";',
    [`${security}SSL_TRUSTSTORE_CERTIFICATES`]: "PEM",
    [`${security}SSL_ENDPOINT_IDENTIFICATION_ALGORITHM`]: "",
  }).clusters;
  expect(cluster).toMatchObject({
    sasl: { mechanism: "scram-sha-512", username: "ana", password: 'a"b' },
    tls: { ca: "PEM", checksHost: false },
  });
});

test.each<[Record<string, string>, string]>([
  [{}, "KAFKA_CLUSTERS_0_NAME and KAFKA_CLUSTERS_0_BOOTSTRAPSERVERS must be set."],
  [{ KAFKA_CLUSTERS_0_NAME: "" }, "KAFKA_CLUSTERS_0_NAME must not be empty."],
  [
    { KAFKA_CLUSTERS_0_NAME: "lab" },
    "KAFKA_CLUSTERS_0_BOOTSTRAPSERVERS must be a comma-separated list of host:port.",
  ],
  [{ ...one, SERVER_PORT: "http" }, "SERVER_PORT must be a port from 0 to 65535."],
  [
    { ...one, CONSOLE_ALLOWED_HOSTS: "http://a" },
    "CONSOLE_ALLOWED_HOSTS must be a comma-separated list of host names.",
  ],
  ...["10.0.0.0/33", "proxy", "10.0.0.0/8/8", "::1/129", "10.0.0.1/"].map(
    (text): [Record<string, string>, string] => [
      { ...one, CONSOLE_TRUSTED_PROXIES: text },
      "CONSOLE_TRUSTED_PROXIES must be a comma-separated list of IP addresses or networks such as 10.0.0.0/8.",
    ],
  ),
  [
    { ...one, SERVER_SERVLET_CONTEXT_PATH: "kafka" },
    "SERVER_SERVLET_CONTEXT_PATH must be empty or a path such as /kafka, of A-Z, a-z, 0-9, '.', '_', '~' and '-'.",
  ],
  [{ ...one, AUTH_TYPE: "OAUTH2" }, "AUTH_TYPE must be DISABLED or LOGIN_FORM."],
  [
    { ...one, AUTH_TYPE: "LOGIN_FORM" },
    "SPRING_SECURITY_USER_NAME must not be empty with LOGIN_FORM.",
  ],
  [
    { ...one, AUTH_TYPE: "LOGIN_FORM", SPRING_SECURITY_USER_NAME: "ana" },
    "SPRING_SECURITY_USER_PASSWORD must not be empty with LOGIN_FORM.",
  ],
  [
    { ...one, [`${security}SECURITY_PROTOCOL`]: "TLS" },
    `${security}SECURITY_PROTOCOL must be PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL.`,
  ],
  [
    { ...one, [`${security}SECURITY_PROTOCOL`]: "SASL_PLAINTEXT" },
    `${security}SASL_MECHANISM must be one of PLAIN, SCRAM-SHA-256, SCRAM-SHA-512.`,
  ],
  [
    {
      ...one,
      [`${security}SECURITY_PROTOCOL`]: "SASL_PLAINTEXT",
      [`${security}SASL_MECHANISM`]: "PLAIN",
    },
    `${security}SASL_JAAS_CONFIG must contain username="..." and password="...".`,
  ],
  [
    {
      ...one,
      [`${security}SECURITY_PROTOCOL`]: "SSL",
      [`${security}SSL_TRUSTSTORE_LOCATION`]: "/store.jks",
      [`${security}SSL_TRUSTSTORE_TYPE`]: "JKS",
    },
    `${security}SSL_TRUSTSTORE_TYPE must be PEM.`,
  ],
])("invalid values are refused, with the variable's name: %j", (environment, message) => {
  expect(() => readEnvironment(environment)).toThrow(message);
});
