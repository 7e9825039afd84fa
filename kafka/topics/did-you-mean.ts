import { closest, distance } from "fastest-levenshtein";

/** `; did you mean ...?` where a known name is near the one that was given, and nothing where none is. */
export function didYouMean(given: string, known: readonly string[]): string {
  const beginning = known.find((name) => name.startsWith(`${given}.`));
  const nearest = beginning ?? closest(given, [...known]);
  const isNear = distance(given, nearest) <= Math.max(given.length, nearest.length) / 2;
  return nearest !== "" && isNear ? `; did you mean ${nearest}?` : "";
}
