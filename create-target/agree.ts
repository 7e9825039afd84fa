import * as pulumi from "@pulumi/pulumi";
import type { DataPlace } from "../kafka/data-place";
import { readDeployed } from "../kafka/deployed";
import { dataLocationHandler } from "../kafka/provider/data-location-handler";
import { DataLocation } from "../kafka/resources";
import type { Locate } from "../settings/locate";
import { SettingsError } from "../settings/problems";
import { RefusedChange, UserError } from "../user-error";
import { hasOutputs } from "./known";

/**
 * Waits until the state agrees that the data is at this place. It hears of what else would be refused, so that
 * the one that matters more is told, and a stack that is refused has no place yet.
 *
 * @param preparing What else has to succeed before anything is declared.
 * @param unknown Why a stack whose state has no place yet is refused. Absent where it is not.
 * @param locate Says where in a file what is wrong stands.
 * @returns What all that is declared then depends on.
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
  // Whoever waits for it comes later.
  refusal.catch(() => undefined);
  if (!pulumi.runtime.isDryRun() && (await hasOutputs())) await refuseMoved(place);
  const location = new DataLocation("data", { ...place, refusal, unknown });
  // A preview touches nothing, and need not wait until the provider has started.
  const isHarmless =
    pulumi.runtime.isDryRun() && (await refusal) === undefined && (await unknown) === undefined;
  return isHarmless ? [] : [await location.agreed()];
}

/**
 * Refuses another place than the state's before anything is declared: of a `DataLocation` that `--target` or
 * `--exclude` leaves out, the engine does not have the place checked. A preview, which touches nothing, leaves it at that.
 */
async function refuseMoved(now: DataPlace): Promise<void> {
  const { place } = await readDeployed();
  const failures = place && (await dataLocationHandler.check?.(place, now));
  if (!failures?.length) return;
  throw new RefusedChange(failures.map(({ reason }) => `Place of the data: ${reason}`));
}
