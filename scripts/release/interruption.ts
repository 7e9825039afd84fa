const signals = ["SIGINT", "SIGTERM"] as const;

/** Keeps this process alive when it is to end, until it has tidied up. */
export class Interruption {
  private readonly controller = new AbortController();
  private readonly abort = () => this.controller.abort(new Error("Interrupted."));

  constructor() {
    for (const each of signals) process.on(each, this.abort);
  }

  /** Is aborted by the first interruption. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** From here on, an interruption ends the process again. */
  end(): void {
    for (const each of signals) process.off(each, this.abort);
  }
}
