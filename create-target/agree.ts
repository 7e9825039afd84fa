import * as pulumi from "@pulumi/pulumi";
import type { DataPlace } from "../kafka/data-place";
import { DataLocation } from "../kafka/resources";
import { UserError } from "../user-error";

/**
 * Waits until the state agrees that the data is at this place. It hears of what else would be refused, so that
 * the one that matters more is told, and a stack that is refused has no place yet.
 *
 * @param preparing What else has to succeed before anything is declared.
 * @returns What all that is declared then depends on.
 */
export async function agree(
  place: DataPlace,
  preparing: Promise<unknown>,
): Promise<pulumi.Resource[]> {
  const refusal = preparing.then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof UserError) return error.message;
      throw error;
    },
  );
  const location = new DataLocation("data", { ...place, refusal });
  // A preview touches nothing, and need not wait until the provider has started.
  const isHarmless = pulumi.runtime.isDryRun() && (await refusal) === undefined;
  return isHarmless ? [] : [await location.agreed()];
}
