/** Lines of `name=value` as a record, or the first invalid line. Empty lines are ignored. */
export function parsePairs(
  text: string,
): { readonly pairs: Readonly<Record<string, string>> } | { readonly problem: string } {
  const pairs: Record<string, string> = {};
  for (const line of text.split("\n").map((each) => each.trim())) {
    if (line === "") continue;
    const at = line.indexOf("=");
    if (at < 1) return { problem: line };
    pairs[line.slice(0, at).trim()] = line.slice(at + 1).trim();
  }
  return { pairs };
}

/** The text of a form's field; empty if there is no such field. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
