/** Distinguishes this program's labels and annotations on a volume from those of others. */
const prefix = "kafka-platform/";

/** The labels or annotations that record on a volume what it was created with. */
export function originMarks(origin: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(origin).map(([name, value]) => [`${prefix}${name}`, value]),
  );
}

/** What a volume was created with, according to its labels or annotations; empty if nothing was recorded. */
export function originOf(
  marks: Readonly<Record<string, string>> | null | undefined,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(marks ?? {})
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );
}
