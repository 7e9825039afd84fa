import { internalPort } from "./environment";

// An ApiVersions request, version 0, with correlation id 1 and no client id
// (https://kafka.apache.org/protocol#The_Messages_ApiVersions): the first request that a broker answers, but only once
// it has registered. Much cheaper than starting a Java tool.
const apiVersionsRequest = "\\0\\0\\0\\12\\0\\22\\0\\0\\0\\0\\0\\1\\377\\377";

/** A shell command that succeeds when the broker in the same container answers a Kafka request. */
export const answersApiVersions = [
  `exec 3<>/dev/tcp/localhost/${internalPort}`,
  `printf '${apiVersionsRequest}' >&3`,
  // After the size: the correlation id 1 and the error code 0.
  `[[ $(head -c 10 <&3 | tail -c 6 | od -An -tx1 | tr -d ' ') == 000000010000 ]]`,
].join(" && ");

/**
 * A command that succeeds if stopping the broker in the same container takes no partition below its
 * min.insync.replicas; otherwise it prints what it waits for. It waits while a partition is at its minimum, or below,
 * with this broker in sync and another replica that is not: once that replica has caught up, the stop is safe. If all
 * replicas are in sync already (as with one replica, or as many as the minimum), there is nothing to wait for. The
 * command fails if Kafka's tool fails. The tool gets a small heap, because it shares the broker's memory.
 *
 * @param bootstrap Hosts to ask; this broker may be the one that does not answer.
 * @param path Where the broker's volume is mounted; the broker stores its id there.
 */
export function safeToStop(bootstrap: readonly string[], path: string): string[] {
  const servers = bootstrap.map((host) => `${host}:${internalPort}`).join(",");
  const script = [
    // A broker that has never started has no data.
    `id=$(sed -n 's/^broker.id=//p' ${path}/meta.properties) && [[ $id ]] || exit 0`,
    "pattern='^Topic: *([^[:space:]]+).*Partition: *([0-9]+).*Replicas: *([0-9,]+).*Isr: *([0-9,]*)'",
    // In this order: a partition that recovers between the two queries is still seen.
    "for minimum in under at; do",
    `  lines=$(KAFKA_HEAP_OPTS=-Xmx64m kafka-topics --bootstrap-server ${servers} --describe --$minimum-min-isr-partitions) ||`,
    '    { echo "kafka-topics fails, so that nobody knows whether the stop is safe"; exit 1; }',
    "  while read -r line; do",
    "    [[ $line == Topic:* ]] || continue",
    '    [[ $line =~ $pattern ]] || { echo "kafka-topics says what is not understood: $line"; exit 1; }',
    '    replicas=${BASH_REMATCH[3]} isr=${BASH_REMATCH[4]} partition="${BASH_REMATCH[1]}-${BASH_REMATCH[2]}"',
    "    if [[ ,$isr, == *,$id,* ]] && ((${#replicas} > ${#isr})); then",
    "      [[ $isr == *,* ]] && brokers=brokers are=are || brokers=broker are=is",
    '      echo "partition $partition: only $brokers ${isr//,/, } of ${replicas//,/, } $are in sync"',
    "      exit 1",
    "    fi",
    '  done <<<"$lines"',
    "done",
  ].join("\n");
  return ["bash", "-c", script];
}

/**
 * Lines for bash that delay a broker's start until its volume has room: 64 MiB, or a tenth of a smaller volume. A
 * broker that starts without room fails while it reads its logs, and then marks them as cleanly closed (seen in 7.5.0):
 * the next start does not check them and appends after a half-written batch, and everything after that batch is cut off
 * when the logs are checked again. The mark that such a start left is removed; without it, a broker reads its logs
 * again and loses nothing.
 *
 * @param path Where the broker's volume is mounted.
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
