import { hostname } from "node:os";
import { isBroken } from "../../scripts/recover/containers";
import { isAlive, lockHolders } from "../../scripts/recover/lock";

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

test.each<[string, boolean]>([
  ["running healthy", false],
  ["running starting", false],
  ["running ", false],
  ["running unhealthy", true],
  ["restarting unhealthy", true],
  ["restarting starting", true],
  ["paused healthy", true],
  ["exited unhealthy", true],
  ["exited healthy", false],
  ["", false],
])("a container that is %j: broken is %s", (state, broken) => {
  expect(isBroken(state)).toBe(broken);
});
