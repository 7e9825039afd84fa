import { Written } from "./written";

/** The maximum number of characters that a message quotes of a value. */
const longest = 80;

/**
 * Quotes a value in a message: text unchanged, anything else as JSON, on one line and cut to 80 characters. Messages
 * end up in comments and logs, and a value may be a whole file.
 */
export function excerpt(value: unknown): string {
  const isText = typeof value === "string" || value instanceof Written;
  const text = isText ? String(value) : (JSON.stringify(value, plainly) ?? "nothing");
  const line = text.replace(/\s*[\r\n]\s*/g, " ");
  const characters = [...line.slice(0, 2 * longest)];
  if (characters.length <= longest && line.length <= 2 * longest) return line;
  return `${characters.slice(0, longest - 3).join("")}...`;
}

function plainly(_key: string, value: unknown): unknown {
  if (!(value instanceof Written)) return value;
  const number = Number(value.source);
  return String(number) === value.source ? number : value.source;
}
