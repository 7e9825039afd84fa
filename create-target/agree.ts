import * as pulumi from "@pulumi/pulumi";
import type { DataPlace } from "../kafka/data-place";
import { DataLocation } from "../kafka/resources";
import type { Locate } from "../settings/locate";
import { SettingsError } from "../settings/problems";
import { UserError } from "../user-error";

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
  const location = new DataLocation("data", { ...place, refusal, unknown });
  // A preview touches nothing, and need not wait until the provider has started.
  const isHarmless =
    pulumi.runtime.isDryRun() && (await refusal) === undefined && (await unknown) === undefined;
  return isHarmless ? [] : [await location.agreed()];
}
