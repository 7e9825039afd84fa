/** JSON set out over lines; undefined where the text is none, or a single word or number. */
export function formatJson(text: string): string | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    // Numbers beyond 2^53 would come out changed: then the text stays as it is.
    const pretty = JSON.stringify(JSON.parse(text), null, 2);
    return digits(pretty) === digits(text) ? pretty : text;
  } catch {
    return undefined;
  }
}

/** The digits of a text; what formatting does to white space plays no part. */
function digits(text: string): string {
  return text.replace(/[^\d]/g, "");
}
