import { brokersMark, type ExistingData, names, used } from "./existing-data";

/**
 * Says why an ensemble must not start with what is left of its data, or undefined. If the servers without data are
 * the majority, the ensemble forgets what the others know. Without marked volumes of brokers there is nothing to
 * lose: a first deployment was interrupted before it had any.
 *
 * @param isKnown Whether the state knows the ensemble: a majority that has its data then gives it to the rest, for
 * example after the disk of a server was replaced.
 */
export function incompleteEnsembleProblem(
  data: ExistingData,
  servers: number,
  isKnown: boolean,
): string | undefined {
  const missing = data.missing.ensemble;
  const left = used(data.brokers);
  const incomplete = new Set(missing.map(({ replica }) => replica)).size;
  if (data.ensemble.length === 0 || left.length === 0 || incomplete === 0) return undefined;
  if (isKnown && incomplete < servers / 2) return undefined;
  return (
    `the brokers' data exists (${names(left)}), but there is no ZooKeeper data in ${names(missing)}: created ` +
    "empty, the ensemble could forget the topics. Restore a backup or, without one, " +
    `remove all data and start from scratch: ${data.removal}; nothing was changed`
  );
}

/**
 * Says why brokers must not start with what is left of their data, or undefined: one that starts empty and
 * is elected leader makes the others drop their replicas. Only for a stack that starts: in one that runs, a broker
 * whose disk was replaced copies its replicas from the others, and an interrupted one has volumes still to create.
 */
export function incompleteBrokersProblem({
  ensemble,
  brokers,
  missing,
  removal,
}: ExistingData): string | undefined {
  if (ensemble.length === 0 || brokers.length === 0) return undefined;
  const highest = Math.max(...brokers.map(({ replica }) => replica));
  const made = Math.max(highest, ...brokers.map(({ origin }) => Number(origin[brokersMark] ?? 0)));
  const lost = missing.brokers.filter(({ replica }) => replica <= made);
  if (lost.length === 0) return undefined;
  // Volumes keep the number they were created with, whatever happened to the other brokers.
  const fewer = lost.every(({ replica }) => replica > highest)
    ? `; or, if brokers above ${highest} were removed before, or never ran, set brokers to ${highest}`
    : "";
  return (
    `there is data of brokers in ${names(brokers)}, but none in ${names(lost)}: a broker that starts ` +
    "empty could make the others drop their replicas. Restore a backup or, without one, remove all data and start " +
    `from scratch: ${removal}${fewer}; no broker was touched`
  );
}
