import type { JSX } from "preact";

/** A piece of JSON text and its kind. */
interface Token {
  readonly kind: "key" | "string" | "number" | "word" | "plain";
  readonly text: string;
}

const tokens =
  /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|\b(true|false|null)\b/g;

/** Text with the parts of JSON in colour. Whatever it contains, it is shown only as text. */
export function JsonView({ text }: { text: string }): JSX.Element {
  return (
    <pre class="json" tabIndex={0}>
      {split(text).map(({ kind, text: part }, index) =>
        kind === "plain" ? (
          part
        ) : (
          <span key={index} class={`json-${kind}`}>
            {part}
          </span>
        ),
      )}
    </pre>
  );
}

function split(text: string): Token[] {
  const found: Token[] = [];
  let end = 0;
  for (const match of text.matchAll(tokens)) {
    const [whole, string, colon, number] = match;
    if (match.index > end) found.push({ kind: "plain", text: text.slice(end, match.index) });
    if (string !== undefined) {
      found.push({ kind: colon === undefined ? "string" : "key", text: string });
      if (colon !== undefined) found.push({ kind: "plain", text: colon });
    } else {
      found.push({ kind: number === undefined ? "word" : "number", text: whole });
    }
    end = match.index + whole.length;
  }
  found.push({ kind: "plain", text: text.slice(end) });
  return found;
}
