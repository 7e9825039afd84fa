import type { Handler } from "./handler";

interface EnsembleSizeInputs {
  readonly servers: number;
}

/** Serves `kafka-platform:kafka:EnsembleSize`. */
export const ensembleSizeHandler: Handler<EnsembleSizeInputs, object> = {
  inputs: ["servers"],
  outputs: [],
  check: ({ servers: before }, { servers: now }) =>
    before === undefined || before === now
      ? []
      : [
          {
            property: "servers",
            reason:
              `zookeepers cannot become ${now}: the ensemble has ${before}, and servers that start without ` +
              "its data could outvote those that have it. Set it back, or copy the topics to a new stack " +
              "of that size; nothing was changed",
          },
        ],
  apply: () => Promise.resolve({}),
};
