import { closeSync, fdatasyncSync, openSync, readFileSync, truncateSync, writeSync } from "node:fs";

/**
 * The orders that were applied, a JSON object a line in a file, where a repeated order has no further effect. One process
 * writes it; a service with several keeps it in its database, under a unique key.
 */
export class Ledger {
  #file;
  #known = new Set();

  /** Opens the file, and creates it if it is missing. */
  constructor(path) {
    this.#file = openSync(path, "a+");
    const bytes = readFileSync(path);
    const end = bytes.lastIndexOf("\n") + 1;
    // A process that was killed while it wrote has left part of a line.
    truncateSync(path, end);
    const lines = bytes.subarray(0, end).toString().split("\n").filter(Boolean);
    for (const line of lines) this.#known.add(JSON.parse(line).pedido);
  }

  /** Adds an order unless it was added before, and returns whether it was new. It is on the disk then. */
  apply(order) {
    if (this.#known.has(order.pedido)) return false;
    writeSync(this.#file, `${JSON.stringify(order)}\n`);
    fdatasyncSync(this.#file);
    this.#known.add(order.pedido);
    return true;
  }

  close() {
    closeSync(this.#file);
  }
}
