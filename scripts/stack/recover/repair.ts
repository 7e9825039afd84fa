import { UserError } from "../../../common/user-error";
import { runPulumi } from "../run-pulumi";
import { removeHalfMade, unhealthyContainers } from "./containers";
import { unlock } from "./lock";
import { isEmpty, readState } from "./state";
import type { Subject } from "./subject";

/**
 * Frees the stack of the current folder from an update that was killed, removes what that had begun, and creates what is
 * missing or broken. Data is never removed.
 *
 * @throws UserError if a command of Pulumi fails, or another update runs.
 */
export async function repair(subject: Subject): Promise<void> {
  const before = readState();
  /**
   * What a killed update had begun in a Kubernetes cluster exists under its name: it is taken over, with the fields that
   * belong to that update's field manager. A stack with an empty state takes nothing over.
   */
  const environment: NodeJS.ProcessEnv = isEmpty(before)
    ? {}
    : { PULUMI_K8S_UPSERT_EXISTING_OBJECTS: "true", PULUMI_K8S_ENABLE_PATCH_FORCE: "true" };
  step("Reading what exists");
  // A refresh that forgets what was begun, which is removed or taken over next; it also finds out whether the stack is locked.
  const refresh = ["refresh", "--clear-pending-creates"];
  const refused = await attempt(refresh);
  if (refused !== undefined) {
    if (!(await unlock(refused, subject))) throw failed("refresh");
    await pulumi(...refresh);
  }
  await removeHalfMade(before, subject.label);
  const broken = await unhealthyContainers(readState());
  step(
    broken.length === 0
      ? "Creating what is missing"
      : `Replacing what does not work: ${broken.map(({ name }) => name).join(", ")}`,
  );
  await pulumi("up", ...broken.map(({ urn }) => `--replace=${urn}`));

  async function pulumi(...words: string[]): Promise<void> {
    if ((await attempt(words)) !== undefined) throw failed(words[0] ?? "");
  }

  /** Runs a Pulumi command, and returns what it said if it failed. */
  async function attempt([command = "", ...flags]: string[]): Promise<string | undefined> {
    const args = [command, "--yes", "--skip-preview", ...flags];
    const { code, said } = await runPulumi(args, { environment });
    return code === 0 ? undefined : said;
  }

  function failed(command: string): UserError {
    return new UserError(
      `\`pulumi ${command}\` failed; the cause is above. Fix it and run \`${subject.recover}\` again.`,
    );
  }
}

/** Says what is done next. */
export function step(text: string): void {
  console.log(`\n${text} ...`);
}
