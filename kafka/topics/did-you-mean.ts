import { closest, distance } from "fastest-levenshtein";

/** `; did you mean ...?` if a known name is close to the given one, otherwise an empty text. */
export function didYouMean(given: string, known: readonly string[]): string {
  const beginning = known.find((name) => name.startsWith(`${given}.`));
  const nearest = beginning ?? closest(given, [...known]);
  const isNear = distance(given, nearest) <= Math.max(given.length, nearest.length) / 2;
  return nearest !== "" && isNear ? `; did you mean ${nearest}?` : "";
}
