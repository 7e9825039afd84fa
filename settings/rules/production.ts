import { excerpt } from "../../common/excerpt";
import type { Problem } from "../problems";
import { mayDestroyData, productionRules } from "./production-rules";
import type { WellFormed } from ".";

/** What the rules for production find in a configuration. */
export interface ProductionFindings {
  /** What must not be deployed. */
  readonly problems: readonly Problem[];
  /** What is deployed with a warning: rules that warn, and refusals whose risk is accepted. */
  readonly warnings: readonly Problem[];
}

/**
 * Checks a configuration against the rules for production, if it says that it is for production.
 *
 * @param stack Name of the stack, which `destroyData` has to repeat.
 */
export function productionFindings(values: WellFormed, stack: string): ProductionFindings {
  const accepted = values.acceptedRisks ?? [];
  const unknown = accepted.flatMap((name, index) =>
    acceptableRisks().includes(name)
      ? []
      : [
          {
            path: `acceptedRisks[${index}]`,
            message: `is ${excerpt(name)}; must be one of ${acceptableRisks().join(", ")}`,
          },
        ],
  );
  if (values.production !== true) return { problems: unknown, warnings: [] };
  const all = Object.entries(productionRules).flatMap(([name, { severity, find }]) =>
    find(values, stack).map(({ path, message }) => ({
      path,
      message: `${message} (rule ${name} for production)`,
      isRefused: severity === "refused" && !accepted.includes(name),
      isSilent: severity === "warned" && accepted.includes(name),
    })),
  );
  const plain = ({ path, message }: Problem): Problem => ({ path, message });
  return {
    problems: [...unknown, ...all.filter(({ isRefused }) => isRefused).map(plain)],
    warnings: all.filter(({ isRefused, isSilent }) => !isRefused && !isSilent).map(plain),
  };
}

/** Whether data is protected from being destroyed: in production, until `destroyData` names the stack. */
export function isDataProtected(
  values: Pick<WellFormed, "production" | "destroyData">,
  stack: string,
): boolean {
  return values.production === true && !mayDestroyData(values, stack);
}

/** The rules whose risk can be accepted. Losing data needs its own setting: `destroyData`. */
export function acceptableRisks(): string[] {
  return Object.keys(productionRules).filter((name) => name !== "dataIsRetained");
}
