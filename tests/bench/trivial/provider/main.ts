import { serve } from "../../../../provider/sdk/server";
import type { Provider } from "../../../../provider/sdk/provider";

/** A provider whose resources are nothing: what is left of the time is Pulumi's own. */
const provider: Provider = {
  version: "0.1.0",
  checkConfig: () => [],
  configure: () => Promise.resolve(),
  check: ({ news }) => ({ inputs: news, failures: [] }),
  diff: () => ({ detailedDiff: {}, deleteBeforeReplace: false, stables: [] }),
  create: ({ name, inputs }) => Promise.resolve({ id: name, outputs: inputs }),
  read: ({ id, inputs, outputs }) => Promise.resolve({ id, inputs, outputs }),
  update: ({ news }) => Promise.resolve(news),
  delete: () => Promise.resolve(),
};

void serve(provider);
