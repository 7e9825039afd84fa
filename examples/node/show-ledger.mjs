// Prints each customer's number of orders and amount in cents, as JSON.
import { existsSync, readFileSync } from "node:fs";
import { settings } from "./settings.mjs";

const text = existsSync(settings.ledger) ? readFileSync(settings.ledger, "utf8") : "";
const totals = {};
// What follows the last line break is being written.
for (const line of text.split("\n").slice(0, -1)) {
  const { cliente, centavos } = JSON.parse(line);
  const total = (totals[cliente] ??= { pedidos: 0, centavos: 0 });
  total.pedidos += 1;
  total.centavos += centavos;
}
console.log(JSON.stringify(totals, null, 2));
