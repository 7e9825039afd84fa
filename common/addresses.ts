import { BlockList, isIP } from "node:net";

// What several folders need to know about a machine's addresses. A text that is not an IP address is none of these.

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Whether only the machine itself can reach an address. */
export function isLoopback(address: string): boolean {
  return isIP(address) !== 0 && loopback.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}

/** Whether it stands for every address of the machine: `0.0.0.0`, or `::`. */
export function isEveryAddress(address: string): boolean {
  return ["0.0.0.0", "::"].includes(canonical(address));
}

/** Whether a host means the machine itself on any machine: `localhost` or a loopback address. */
export function meansItself(host: string): boolean {
  return host.toLowerCase() === "localhost" || isLoopback(host);
}

/** The one spelling of an address; an IPv4 address that is mapped into IPv6 becomes the IPv4 address. */
export function canonical(address: string): string {
  if (isIP(address) !== 6) return address;
  const text = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(text) ?? [];
  if (high === undefined || low === undefined) return text;
  const number = (parseInt(high, 16) << 16) | parseInt(low, 16);
  return [24, 16, 8, 0].map((bits) => (number >>> bits) & 255).join(".");
}

/**
 * Whether a port cannot be bound at both addresses. `0.0.0.0` takes the port of every IPv4 address and `::` that of
 * every IPv6 address: what Docker publishes there takes no port of the other family.
 */
export function overlap(one: string, other: string): boolean {
  const [a, b] = [canonical(one), canonical(other)];
  if (isIP(a) !== isIP(b)) return false;
  return a === b || isEveryAddress(a) || isEveryAddress(b);
}

/**
 * Reads a comma-separated list of Kafka's bootstrap servers, each `host:port`. A host is a name or an IPv4 address,
 * because kafkajs does not accept IPv6 addresses, and a port is 1 to 65535.
 *
 * @returns One `host:port` each, without spaces around it; undefined if one of them is not valid.
 */
export function readBootstrapServers(text: string): string[] | undefined {
  const servers = text.split(",").map((each) => each.trim());
  return servers.every(isHostAndPort) ? servers : undefined;
}

function isHostAndPort(text: string): boolean {
  const [, host = "", port] = /^(.*):(\d{1,5})$/.exec(text) ?? [];
  const number = Number(port);
  if (!(number >= 1 && number <= 65_535)) return false;
  return isHostName(host);
}

/** RFC 1123, plus underscores, which Docker's names may have. */
function isHostName(host: string): boolean {
  return host.length <= 253 && /^[a-z\d_]([\w-]*\w)?(\.[a-z\d_]([\w-]*\w)?)*\.?$/i.test(host);
}
