import { kindOf, type PullProblemKind } from "../../../scripts/setup/pull-problem";

// Messages of Docker's engine, as it writes them.
test.each<[string, PullProblemKind]>([
  [
    'Error response from daemon: Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io on 10.0.0.53:53: no such host',
    "unreachable",
  ],
  [
    'Get "https://r.example/v2/": dial tcp 10.0.0.1:443: connect: connection refused',
    "unreachable",
  ],
  ['Get "https://r.example/v2/": dial tcp 10.0.0.1:443: connect: no route to host', "unreachable"],
  ['Get "https://r.example/v2/": dial tcp 10.0.0.1:443: i/o timeout', "unreachable"],
  [
    'Get "https://registry-1.docker.io/v2/": proxyconnect tcp: dial tcp 10.0.0.2:3128: connect: connection refused',
    "passing",
  ],
  [
    "toomanyrequests: You have reached your pull rate limit. https://www.docker.com/increase-rate-limit",
    "passing",
  ],
  ['Get "https://registry-1.docker.io/v2/": net/http: TLS handshake timeout', "passing"],
  [
    'Get "https://registry-1.docker.io/v2/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
    "passing",
  ],
  ['Get "https://registry-1.docker.io/v2/": Proxy Authentication Required', "refused"],
  ['Get "https://r.example/v2/": x509: certificate signed by unknown authority', "refused"],
  [
    "manifest for confluentinc/cp-kafka:9.9 not found: manifest unknown: manifest unknown",
    "refused",
  ],
  [
    "pull access denied for team/image, repository does not exist or may require 'docker login'",
    "refused",
  ],
])("%s: %s", (said, kind) => {
  expect(kindOf(said)).toBe(kind);
});
