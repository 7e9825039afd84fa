import * as pulumi from "@pulumi/pulumi";
import type { DataPlace } from "../../provider/data-place";
import { readDeployed } from "../deployed";
import { dataLocationHandler } from "../../provider/handlers/data-location";
import { DataLocation } from "../../provider/resources";
import type { Locate } from "../../settings/files/locate";
import { SettingsError } from "../../settings/problems";
import { RefusedChange, UserError } from "../../common/user-error";
import { hasOutputs } from "./known";

/**
 * Waits until the state confirms that the data is at this place. It also gets the other reason for a refusal: the more
 * important of the two is then reported, and a stack that is refused records no place yet.
 *
 * @param preparing What else must succeed before anything is declared.
 * @param unknown Why a stack is refused if its state has no place yet. Absent if it is not refused.
 * @param locate Adds the file and the line to a problem.
 * @returns What everything that is declared later depends on.
 */
export async function agree(
  place: DataPlace,
  preparing: Promise<unknown>,
  unknown: Promise<string | undefined>,
  locate: Locate,
): Promise<pulumi.Resource[]> {
  const refusal = preparing.then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof SettingsError) {
        return new SettingsError(error.problems.map(locate)).message;
      }
      if (error instanceof UserError) return error.message;
      throw error;
    },
  );
  // It is awaited only later.
  refusal.catch(() => undefined);
  if (!pulumi.runtime.isDryRun() && (await hasOutputs())) await refuseMoved(place);
  const location = new DataLocation("data", { ...place, refusal, unknown });
  // A preview touches nothing, so it need not wait until the provider has started.
  const isHarmless =
    pulumi.runtime.isDryRun() && (await refusal) === undefined && (await unknown) === undefined;
  return isHarmless ? [] : [await location.agreed()];
}

/**
 * Refuses a place other than the state's before anything is declared: the engine does not check the place of a
 * `DataLocation` that `--target` or `--exclude` leaves out. A preview touches nothing and does without this check.
 */
async function refuseMoved(now: DataPlace): Promise<void> {
  const { place } = await readDeployed();
  const failures = place && (await dataLocationHandler.check?.(place, now));
  if (!failures?.length) return;
  throw new RefusedChange(failures.map(({ reason }) => `Location of the data: ${reason}`));
}
