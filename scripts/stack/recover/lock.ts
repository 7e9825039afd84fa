import { hostname } from "node:os";
import { UserError } from "../../../common/user-error";
import { capture } from "../../setup/process";
import { stackArgument } from "../stack-argument";
import { type Subject, thePlatform } from "./subject";

/**
 * Frees the stack from the lock of an update that was killed. A lock whose process still runs, or may
 * still run, stays.
 *
 * @param refusal What Pulumi said when it refused to go on.
 * @param subject Whose stack it is.
 * @returns Whether there was such a lock.
 * @throws UserError if the stack stays locked.
 */
export async function unlock(refusal: string, subject: Subject): Promise<boolean> {
  const inProgress = describeUpdateInProgress(refusal, subject);
  if (inProgress !== undefined) throw new UserError(inProgress);
  const holders = lockHolders(refusal);
  if (holders.length === 0) return false;
  console.log(
    `Unlocking the stack after an update that was killed (process ${holders[0]?.pid}) ...`,
  );
  const { code, stderr } = await capture("pulumi", ["cancel", "--yes"]);
  if (code !== 0) throw new UserError(`pulumi cancel failed: ${stderr.trim()}`);
  return true;
}

/**
 * Says that another update of the stack runs, or may run; undefined if none does, with or without a stale lock.
 *
 * @param again What to run once it is known to be killed. Default: what frees the platform.
 */
export function describeUpdateInProgress(
  refusal: string,
  { cancel, recover }: Subject = thePlatform,
): string | undefined {
  const again = `${cancel()} and then \`${recover}${stackArgument()}\``;
  if (/another update is currently in progress/i.test(refusal)) {
    return `Another update of this stack is in progress, according to its backend. Wait for it; if it was killed, run ${again}.`;
  }
  const alive = lockHolders(refusal).find(isAlive);
  return (
    alive &&
    `Another update of this stack is in progress, or was on another machine: ${alive.user}@${alive.host}, process ` +
      `${alive.pid}. Wait for it; if it was killed there, run ${again}.`
  );
}

/**
 * Why a command was refused by a lock, and what to do.
 *
 * @param refusal What Pulumi said.
 * @param command The command of make that was refused.
 * @param subject Whose stack it is.
 * @returns Undefined if it was not a lock.
 */
export function describeLock(
  refusal: string,
  command: string,
  subject = thePlatform,
): string | undefined {
  const inProgress = describeUpdateInProgress(refusal, subject);
  if (inProgress !== undefined) return inProgress;
  const [dead] = lockHolders(refusal);
  return (
    dead &&
    `The stack is locked by an update that was killed (process ${dead.pid}). \`${subject.recover}${stackArgument()}\` unlocks ` +
      `it and brings ${subject.name} back; then \`${command}${stackArgument()}\` can continue.`
  );
}

/** Who holds a lock of a file backend. */
export interface LockHolder {
  readonly user: string;
  readonly host: string;
  readonly pid: number;
}

/** Reads from Pulumi's message who holds the locks. */
export function lockHolders(text: string): LockHolder[] {
  return [...text.matchAll(/created by (\S+)@(\S+) \(pid (\d+)\)/g)].map(
    ([, user = "", host = "", pid]) => ({ user, host, pid: Number(pid) }),
  );
}

/** Whether the holder runs, as far as is known; on another machine it may. */
export function isAlive({ host, pid }: LockHolder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
