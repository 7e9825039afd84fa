import { hostname } from "node:os";
import { isBroken, isDown } from "../../../scripts/stack/recover/containers";
import { describeLock, isAlive, lockHolders } from "../../../scripts/stack/recover/lock";
import { isEmpty } from "../../../scripts/stack/recover/state";
import { thePipelines } from "../../../scripts/stack/recover/subject";

/** What a function returns while a stack is the current one. */
function inStack<Result>(stack: string, work: () => Result): Result {
  const { PULUMI_STACK: before } = process.env;
  process.env.PULUMI_STACK = stack;
  try {
    return work();
  } finally {
    if (before === undefined) delete process.env.PULUMI_STACK;
    else process.env.PULUMI_STACK = before;
  }
}

test("the holders of a lock are read from what Pulumi says", () => {
  const said = `error: the stack is currently locked by 2 lock(s). Either wait for the other process(es) to end or delete the lock file with \`pulumi cancel\`.
  file:///state/.pulumi/locks/organization/kafka-platform/dev/a.json: created by ana@laptop (pid 4711) at 2026-11-25T22:00:00Z
  file:///state/.pulumi/locks/organization/kafka-platform/dev/b.json: created by root@runner-1 (pid 7) at 2026-11-25T22:00:00Z`;
  expect(lockHolders(said)).toEqual([
    { user: "ana", host: "laptop", pid: 4711 },
    { user: "root", host: "runner-1", pid: 7 },
  ]);
  expect(lockHolders("error: no such stack")).toEqual([]);
});

test.each<[string, string, number, boolean]>([
  ["a process of this machine that runs", hostname(), process.pid, true],
  ["one that does not", hostname(), 2 ** 22 + 1, false],
  ["one of another machine, of which nobody can tell", `not-${hostname()}`, 1, true],
])("%s", (_what, host, pid, alive) => {
  expect(isAlive({ user: "ana", host, pid })).toBe(alive);
});

const locked = (host: string, pid: number) =>
  `error: the stack is currently locked by 1 lock(s).\n  file:///a.json: created by ana@${host} (pid ${pid}) at now`;

test.each<[string, string, string | undefined]>([
  ["no lock", "error: no such stack", undefined],
  [
    "an update that was killed",
    locked(hostname(), 2 ** 22 + 1),
    "The stack is locked by an update that was killed (process 4194305). `make recover STACK=qa` unlocks it and " +
      "brings the platform back; then `make destroy STACK=qa` can continue.",
  ],
  [
    "one that runs",
    locked(hostname(), process.pid),
    `Another update of this stack is in progress, or was on another machine: ana@${hostname()}, process ` +
      `${process.pid}. Wait for it; if it was killed there, run \`pulumi cancel\` and then \`make recover STACK=qa\`.`,
  ],
  [
    "one that a service knows of",
    "error: [409] Conflict: Another update is currently in progress.",
    "Another update of this stack is in progress, according to its backend. Wait for it; if it was killed, run " +
      "`pulumi cancel` and then `make recover STACK=qa`.",
  ],
])("a destroy that is refused: %s", (_what, said, expected) => {
  expect(inStack("organization/qa", () => describeLock(said, "make destroy"))).toBe(expected);
});

const free =
  '`eval "$(make -s pipelines-env STACK=qa)"`, `pulumi -C pipelines cancel --yes` and then ' +
  "`make pipelines-recover STACK=qa`.";

test.each<[string, string, string | undefined]>([
  ["no lock", "error: no such stack", undefined],
  [
    "an update that was killed",
    locked(hostname(), 2 ** 22 + 1),
    "The stack is locked by an update that was killed (process 4194305). `make pipelines-recover STACK=qa` unlocks it " +
      "and brings the pipelines back; then `make pipelines-up STACK=qa` can continue.",
  ],
  [
    "one that runs",
    locked(hostname(), process.pid),
    `Another update of this stack is in progress, or was on another machine: ana@${hostname()}, process ` +
      `${process.pid}. Wait for it; if it was killed there, run ${free}`,
  ],
])("an up of the pipelines that is refused: %s", (_what, said, expected) => {
  expect(
    inStack("organization/qa", () => describeLock(said, "make pipelines-up", thePipelines)),
  ).toBe(expected);
});

test.each<[string, string[], string[], boolean]>([
  ["nothing", [], [], true],
  ["itself", ["pulumi:pulumi:Stack"], [], true],
  // An update that was refused by a check.
  ["a provider", ["pulumi:pulumi:Stack", "pulumi:providers:kafka-platform"], [], true],
  ["a container", ["pulumi:pulumi:Stack", "docker:index/container:Container"], [], false],
  ["one that was begun", ["pulumi:pulumi:Stack"], ["docker:index/container:Container"], false],
])("a state that has %s", (_what, types, begun, expected) => {
  const resources = types.map((type) => ({ urn: "urn", type }));
  const pending = begun.map((type) => ({ type: "creating", resource: { urn: "urn", type } }));
  expect(isEmpty({ resources, pending })).toBe(expected);
});

test.each<[string, boolean, boolean]>([
  ["running healthy", false, false],
  ["running starting", false, false],
  ["running ", false, false],
  ["running unhealthy", true, true],
  ["restarting unhealthy", true, true],
  ["restarting starting", true, true],
  ["paused healthy", true, true],
  ["exited unhealthy", true, true],
  ["exited healthy", false, true],
  ["", false, true],
])("a container that is %j: broken is %s, down is %s", (state, broken, down) => {
  expect(isBroken(state)).toBe(broken);
  expect(isDown(state)).toBe(down);
});
