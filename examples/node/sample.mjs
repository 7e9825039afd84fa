import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";

/**
 * Yields the orders that the command line asks for, until stopped: `[COUNT] [--run NAME] [--per-second N]`. By default, ten
 * of a new run, as fast as possible. A run of the same name yields the same orders: to send them twice has no effect on the
 * ledger.
 */
export async function* sampleOrders(stop) {
  const options = { run: { type: "string" }, "per-second": { type: "string" } };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const run = values.run ?? Date.now().toString(36);
  const count = number("COUNT", positionals[0] ?? "10");
  const perSecond = number("--per-second", values["per-second"] ?? "0");
  for (let index = 0; index < count && !stop.aborted; index += 1) {
    if (perSecond > 0) await pause(1_000 / perSecond);
    const pedido = `${run}-${String(index).padStart(6, "0")}`;
    yield { pedido, cliente: `cliente-${index % 7}`, centavos: 1_000 + index };
  }
}

function number(name, text) {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  console.error(`${name} is ${JSON.stringify(text.slice(0, 40))}; must be a whole number`);
  process.exit(1);
}
