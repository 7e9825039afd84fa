/** A signal that Ctrl-C (SIGINT) and `docker stop` (SIGTERM) abort; a second one ends the process. */
export function stopOnSignals() {
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"]) process.once(name, () => stop.abort());
  return stop.signal;
}
