import { holderProblem } from "../../../targets/docker/preflight";
import { boundPorts, holdersOf, type Publishing } from "../../../targets/docker/published-ports";

const published = (address: string, port: number, protocol = "tcp"): Publishing => ({
  Names: ["/other"],
  Ports: [
    { IP: address, PublicPort: port, Type: protocol, PrivatePort: 80 },
    // One that is not published has neither.
    { PrivatePort: 81, Type: "tcp" } as Publishing["Ports"][number],
  ],
});

test.each<[string, Publishing, string, boolean]>([
  ["the same address", published("127.0.0.1", 29092), "127.0.0.1", true],
  ["another port", published("127.0.0.1", 29093), "127.0.0.1", false],
  ["another address", published("127.0.0.2", 29092), "127.0.0.1", false],
  ["every address", published("0.0.0.0", 29092), "127.0.0.1", true],
  ["one of all", published("127.0.0.1", 29092), "0.0.0.0", true],
  ["the other family", published("::", 29092), "127.0.0.1", false],
  ["every one of that family", published("::", 29092), "::1", true],
  ["UDP", published("0.0.0.0", 29092, "udp"), "127.0.0.1", false],
  ["a port of no address", published("", 29092), "127.0.0.1", true],
])("a container that publishes at %s", (_which, container, address, isHolder) => {
  expect(holdersOf({ port: 29092, address }, [container])).toEqual(isHolder ? [container] : []);
});

test("a container between two restarts holds the ports that it was created with", () => {
  const ports = boundPorts({
    "9092/tcp": [{ HostIp: "127.0.0.1", HostPort: "29092" }],
    "53/udp": [{ HostPort: "53" }],
  });
  const container = { Names: ["/kafka"], Ports: ports };
  expect(holdersOf({ port: 29092, address: "127.0.0.1" }, [container])).toEqual([container]);
  expect(holdersOf({ port: 53, address: "127.0.0.1" }, [container])).toEqual([]);
  expect(boundPorts(undefined)).toEqual([]);
});

const order = [
  { host: "first", oneByOne: false },
  { host: "second", oneByOne: true },
];
const all = ["first", "second"].flatMap((host) => [0, 1, 2].map((replica) => ({ host, replica })));

test.each<[string, string, number, string | undefined]>([
  ["a stranger's", "first", 0, "container other publishes it"],
  ["lab-first", "first", 0, undefined],
  // Together, or later: its port is not free in time.
  ["lab-first-2", "first", 0, "container lab-first-2 publishes it until it is replaced"],
  ["lab-first", "first", 1, "container lab-first publishes it until it is replaced"],
  ["lab-second", "first", 0, "container lab-second publishes it until it is replaced"],
  ["lab-second-2", "second", 0, "container lab-second-2 publishes it until it is replaced"],
  // Earlier ones have given it away by then.
  ["lab-first-3", "second", 0, undefined],
  ["lab-second", "second", 1, undefined],
  ["lab-second-4", "first", 0, "container lab-second-4 publishes it until it is removed"],
  ["lab-second-tool", "first", 0, "container lab-second-tool publishes it"],
  ["second", "first", 0, "container second publishes it"],
])("a port that %s holds, wanted by %s %d", (holder, host, replica, expected) => {
  const name = holder === "a stranger's" ? "other" : holder;
  const problem = holderProblem({ host, replica }, { Names: [`/${name}`] }, all, {
    ...{ namePrefix: "lab-", order },
  });
  expect(problem?.replace(/,.*/, "")).toBe(expected);
});
