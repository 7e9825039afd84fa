import { wholeNumber } from "./form";

/** Two settings, or a setting and another number, of which one must not be greater than the other. */
export interface Order {
  readonly low: string;
  readonly high: string;
  /** Whether they may not be equal either. Default: false. */
  readonly strictly?: boolean;
  /** Whether the order does not apply to these values. Default: it always applies. */
  readonly exempt?: (
    low: bigint,
    high: bigint,
    valueOf: (name: string) => bigint | undefined,
  ) => boolean;
  /** What happens otherwise, as the end of a sentence, such as `or the broker does not start`. */
  readonly otherwise: string;
}

/** An order that a configuration breaks. */
export interface Conflict {
  readonly low: string;
  readonly high: string;
  /** The message for one of the two, to follow its path. */
  readonly message: (name: string) => string;
}

/**
 * The orders that are broken.
 *
 * @param valueOf The value that a setting finally has, as text; undefined if it is unknown.
 */
export function conflicts(
  orders: readonly Order[],
  valueOf: (name: string) => string | undefined,
): Conflict[] {
  const numberOf = (name: string) => wholeNumber(valueOf(name));
  return orders.flatMap(({ low, high, strictly, exempt, otherwise }) => {
    const [a, b] = [numberOf(low), numberOf(high)];
    if (a === undefined || b === undefined || a < b || (a === b && !strictly)) return [];
    if (exempt?.(a, b, numberOf)) return [];
    const [under, over] = strictly ? ["less than", "more than"] : ["at most", "at least"];
    const message = (name: string) =>
      name === low
        ? `is ${a}; must be ${under} ${high}, ${b}, ${otherwise}`
        : `is ${b}; must be ${over} ${low}, ${a}, ${otherwise}`;
    return [{ low, high, message }];
  });
}
