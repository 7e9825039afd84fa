import type { Answer } from "./request";

/** The path of a connector in the REST interface of Kafka Connect. */
export function pathOf(connector: string): string {
  return `/connectors/${encodeURIComponent(connector)}`;
}

/** Whether to ask again: Connect answers 409 while its workers agree on who does what. */
export function isPassing({ status }: Answer): boolean {
  return status === 409 || status >= 500;
}

/** What Connect says against a request for a connector. */
export function refusal(connector: string, { status, body }: Answer): string {
  const { message = body } = parsed(body);
  return `Connect refuses the connector ${connector} (status ${status}): ${firstLines(message)}`;
}

/** Whether Connect knows no such connector: until it has started, it answers 404 to everything, in other words. */
export function isGone({ status, body }: Answer): boolean {
  return status === 404 && /^Connector .* not found/.test(parsed(body).message ?? "");
}

function parsed(body: string): { readonly message?: string } {
  try {
    return JSON.parse(body) as { message?: string };
  } catch {
    return {};
  }
}

/** A stack trace of Java, without the places in the code. */
export function firstLines(text: string): string {
  const lines = text.split("\n").filter((line) => !/^\s+(at |\.\.\. )/.test(line));
  return lines.slice(0, 6).join("\n");
}
