/**
 * Settings of the examples, from environment variables. They end the program with a message if one is invalid.
 *
 * - `brokers`: KAFKA_BOOTSTRAP, brokers to ask for the others, separated by commas. Default: localhost:29092.
 * - `topic`: KAFKA_TOPIC. Default: vendas.pedido.criado.
 * - `rejectedTopic`: KAFKA_REJECTED_TOPIC, where malformed records go. Default: vendas.pedido.rejeitado.
 * - `group`: KAFKA_GROUP; consumers of one group share the partitions. Default: faturamento.
 * - `ledger`: LEDGER, file of the applied orders. Default: pedidos.jsonl in the current folder.
 * - `deadlineSeconds`: KAFKA_DEADLINE_SECONDS, how long to try again before giving up, from 2 to 3600. Default: 120.
 */
export const settings = {
  brokers: (process.env.KAFKA_BOOTSTRAP ?? "localhost:29092").split(","),
  topic: process.env.KAFKA_TOPIC ?? "vendas.pedido.criado",
  rejectedTopic: process.env.KAFKA_REJECTED_TOPIC ?? "vendas.pedido.rejeitado",
  group: process.env.KAFKA_GROUP ?? "faturamento",
  ledger: process.env.LEDGER ?? "pedidos.jsonl",
  deadlineSeconds: readDeadline(process.env.KAFKA_DEADLINE_SECONDS ?? "120"),
};

function readDeadline(text) {
  const seconds = /^\d{1,4}$/.test(text) ? Number(text) : NaN;
  if (seconds >= 2 && seconds <= 3600) return seconds;
  const shown = JSON.stringify(text.slice(0, 40));
  console.error(`KAFKA_DEADLINE_SECONDS is ${shown}; must be a whole number from 2 to 3600`);
  process.exit(1);
}
