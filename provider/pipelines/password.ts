import { randomBytes } from "node:crypto";
import type { Handler } from "../handler";

interface PasswordInputs {
  readonly length: number;
}

const [least, most] = [12, 128];

/**
 * Serves `kafka-platform:pipelines:Password`. The text has no character that a URL, a shell or a properties file would
 * read in another way.
 */
export const passwordHandler: Handler<PasswordInputs, { readonly text: string }> = {
  inputs: ["length"],
  outputs: ["text"],
  check: (_before, { length }) => {
    if (Number.isInteger(length) && length >= least && length <= most) return [];
    const reason = `length is ${length}; must be a whole number from ${least} to ${most}`;
    return [{ property: "length", reason }];
  },
  apply: ({ length }) =>
    Promise.resolve({ text: randomBytes(length).toString("base64url").slice(0, length) }),
};
