import { internalPort } from "./broker-environment";

// An ApiVersions request, version 0, with correlation id 1 and no client id
// (https://kafka.apache.org/protocol#The_Messages_ApiVersions): the first request that a broker
// answers, and it answers none before it has registered. Far cheaper than starting a Java tool.
const apiVersionsRequest = "\\0\\0\\0\\12\\0\\22\\0\\0\\0\\0\\0\\1\\377\\377";

/** A shell command that succeeds when the broker in the same container answers a Kafka request. */
export const answersApiVersions = [
  `exec 3<>/dev/tcp/localhost/${internalPort}`,
  `printf '${apiVersionsRequest}' >&3`,
  // After the size: the correlation id 1 and the error code 0.
  `[[ $(head -c 10 <&3 | tail -c 6 | od -An -tx1 | tr -d ' ') == 000000010000 ]]`,
].join(" && ");

/**
 * A command that ends once every copy of every partition is in sync, so that stopping this broker
 * takes no partition below its minimum. It ends at once where a broker answers no more: that one is
 * not catching up, and brokers that all stop together would wait for one another. The tool gets a
 * small heap: it shares the broker's memory.
 *
 * @param hosts Every broker's name on the network inside the target.
 */
export function inSyncCommand(hosts: readonly string[]): string[] {
  const everyBrokerAnswers = hosts
    .map((host) => `timeout 2 bash -c '</dev/tcp/${host}/${internalPort}'`)
    .join(" && ");
  const behind =
    `KAFKA_HEAP_OPTS=-Xmx64m kafka-topics --bootstrap-server localhost:${internalPort} ` +
    "--describe --under-replicated-partitions";
  return [
    "bash",
    "-c",
    `while ${everyBrokerAnswers} && [[ $(${behind}) ]]; do sleep 1; done 2>/dev/null`,
  ];
}

/**
 * Lines for bash that hold a broker's start until its volume has room: 64 MiB, or a tenth of a smaller one.
 * A broker that starts without room fails while it reads its logs, and then marks them as cleanly closed
 * (seen in 7.5.0): the next start does not look at them, writes on behind a half-written batch, and whatever
 * comes after that batch is cut off when they are looked at again. The mark that such a start has left is
 * taken away; without one, a broker reads its logs again and loses nothing.
 *
 * @param path Where the broker finds its volume.
 */
export function waitForRoom(path: string): string {
  return [
    "room() { df --output=size,avail --block-size=1K " + path + " | tail -n 1; }",
    "while read -r size free < <(room) && ((free < 65536 && free * 10 < size)); do",
    `  echo "The volume at ${path} is full: $((free / 1024)) of $((size / 1024)) MiB are free. The broker starts once there is room."`,
    `  rm -f ${path}/.kafka_cleanshutdown`,
    "  sleep 2",
    "done",
  ].join("\n");
}
