/** JSON formatted over several lines; undefined if the text is not JSON, or a single word or number. */
export function formatJson(text: string): string | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    // Parsing changes numbers beyond 2^53: then the text stays unchanged.
    const pretty = JSON.stringify(JSON.parse(text), null, 2);
    return digits(pretty) === digits(text) ? pretty : text;
  } catch {
    return undefined;
  }
}

/** The digits of a text, to compare it regardless of white space. */
function digits(text: string): string {
  return text.replace(/[^\d]/g, "");
}
