import { hostname } from "node:os";
import { UserError } from "../../user-error";
import { capture } from "../setup/process";

/**
 * Frees the stack from the lock of an update that was killed. A lock whose process still runs stays,
 * and so does one of which that cannot be told.
 *
 * @param refusal What Pulumi said when it refused to go on.
 * @returns Whether there was such a lock.
 * @throws UserError where the stack stays locked.
 */
export async function unlock(refusal: string): Promise<boolean> {
  if (/another update is currently in progress/i.test(refusal)) {
    throw new UserError(
      "Another update of this stack is in progress, says its backend. If it was killed, run `pulumi cancel` " +
        "and then `make recover` again; if not, wait for it.",
    );
  }
  const holders = lockHolders(refusal);
  const alive = holders.find(isAlive);
  if (alive) {
    throw new UserError(
      `An update of this stack still runs, or ran on another machine: ${alive.user}@${alive.host}, process ` +
        `${alive.pid}. Wait for it. If it was killed there, run \`pulumi cancel\` and then \`make recover\` again.`,
    );
  }
  if (holders.length === 0) return false;
  console.log(`Freeing the stack from an update that was killed (process ${holders[0]?.pid}) ...`);
  const { code, stderr } = await capture("pulumi", ["cancel", "--yes"]);
  if (code !== 0) throw new UserError(`pulumi cancel failed: ${stderr.trim()}`);
  return true;
}

/** Who holds a lock of a file backend. */
export interface LockHolder {
  readonly user: string;
  readonly host: string;
  readonly pid: number;
}

/** Reads who holds the locks from what Pulumi says of them. */
export function lockHolders(text: string): LockHolder[] {
  return [...text.matchAll(/created by (\S+)@(\S+) \(pid (\d+)\)/g)].map(
    ([, user = "", host = "", pid]) => ({ user, host, pid: Number(pid) }),
  );
}

/** Whether the holder runs, as far as can be told; on another machine it may. */
export function isAlive({ host, pid }: LockHolder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
