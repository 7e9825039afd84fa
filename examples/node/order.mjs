/** The value of a record is not an order; the message says why. */
export class MalformedOrderError extends Error {}

/**
 * The record of an order, `{ pedido, cliente, centavos }`. Records with one key keep their partition, and so their order.
 */
export function encode(order) {
  return { key: order.pedido, value: JSON.stringify(order) };
}

/** Reads the value of a record. @throws MalformedOrderError if it is not an order */
export function decode(value) {
  if (value === null) throw new MalformedOrderError("the record has no value");
  const fields = parse(value);
  if (typeof fields !== "object" || fields === null || Array.isArray(fields))
    throw new MalformedOrderError("the value is not a JSON object");
  const { pedido, cliente, centavos } = fields;
  if (!Number.isSafeInteger(centavos) || centavos < 0)
    throw new MalformedOrderError("centavos must be a whole number from 0 to 9007199254740991");
  for (const [name, text] of Object.entries({ pedido, cliente })) {
    if (typeof text !== "string" || text === "")
      throw new MalformedOrderError(`${name} must be a text that is not empty`);
  }
  return { pedido, cliente, centavos };
}

function parse(value) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(value));
  } catch {
    throw new MalformedOrderError("the value is not JSON in UTF-8");
  }
}
