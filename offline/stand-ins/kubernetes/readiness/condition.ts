import type { Properties } from "../../../../provider/sdk/value";
import { conditionOf } from "../annotations";
import { field } from "../object";
import type { Readiness } from "./readiness";

/** The condition that the object's annotation `pulumi.com/waitFor` sets; undefined if it sets none. */
export function conditionReadiness(object: Properties): Readiness | undefined {
  const condition = conditionOf(object);
  if (!condition) return undefined;
  const { path, value } = condition;
  const isMet = (live: Properties) => {
    const found = field(live, ...path);
    return (
      found !== undefined &&
      (value === undefined || (typeof found !== "object" && String(found) === value))
    );
  };
  return {
    timeoutSeconds: 600,
    observe: (live) =>
      isMet(live)
        ? { state: "ready" }
        : { state: "waiting", problems: [`.${path.join(".")} is not there yet`] },
  };
}
