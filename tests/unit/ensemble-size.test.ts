import { ensembleSizeHandler } from "../../kafka/provider/ensemble-size-handler";

test.each([
  [undefined, 3],
  [1, 1],
  [3, 3],
])("an ensemble of %s may become %s", (before, servers) => {
  const olds = before === undefined ? {} : { servers: before };
  expect(ensembleSizeHandler.check?.(olds, { servers })).toEqual([]);
});

test.each([
  [1, 3],
  [3, 5],
  [3, 1],
])("an ensemble of %s cannot become %s", (before, servers) => {
  expect(ensembleSizeHandler.check?.({ servers: before }, { servers })).toEqual([
    {
      property: "servers",
      reason:
        `zookeepers cannot become ${servers}: the ensemble has ${before}, and servers that start without ` +
        "its data could outvote those that have it. Set it back, or copy the topics to a new stack of that size; " +
        "nothing was changed",
    },
  ]);
});
