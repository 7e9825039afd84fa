import type { FastifyInstance, FastifyRequest } from "fastify";

const form = /^(?=.{1,200}$)(\/(?!\.{1,2}(\/|$))[\w.~-]+)+$/;

/** Whether a text is a path that the console can be served at, such as `/kafka`. */
export function isConsolePath(text: string): boolean {
  return form.test(text);
}

/**
 * The URL of a request, relative to the path that a scope is served at; empty if it spells that path differently, with
 * percent-encoding, which routes the same: only what is recognized here may pass without a login.
 */
export function pathIn({ prefix }: FastifyInstance, { url }: FastifyRequest): string {
  return url.startsWith(prefix) ? url.slice(prefix.length) : "";
}
