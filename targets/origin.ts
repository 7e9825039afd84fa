/** How what is written on a volume is told from what others write on it. */
const prefix = "kafka-platform/";

/** The labels or annotations that record on a volume what it was made with. */
export function originMarks(origin: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(origin).map(([name, value]) => [`${prefix}${name}`, value]),
  );
}

/** What the labels or annotations of a volume say that it was made with; empty where nobody recorded it. */
export function originOf(
  marks: Readonly<Record<string, string>> | null | undefined,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(marks ?? {})
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );
}
