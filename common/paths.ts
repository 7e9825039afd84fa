import { excerpt } from "./excerpt";

/** Splits a path that {@link formatPath} wrote; a key that was cut stays cut. */
export function parsePath(path: string): (string | number)[] {
  const steps = path.matchAll(/\["(.*?)"\](?=$|[.[])|\[(\d+)\]|([^.[]+)/g);
  return [...steps].map(([, quoted, index, plain = ""]) =>
    index === undefined ? (quoted ?? plain) : Number(index),
  );
}

/**
 * Writes a path the way Pulumi does: `topics[0].config["retention.ms"]`.
 *
 * @param start The path that it continues. Default: none.
 */
export function formatPath(path: readonly PropertyKey[], start = ""): string {
  return path.reduce<string>((before, key) => {
    if (typeof key === "number") return `${before}[${key}]`;
    const text = excerpt(String(key));
    if (!/^\w+$/.test(text)) return `${before}["${text}"]`;
    return before === "" ? text : `${before}.${text}`;
  }, start);
}
