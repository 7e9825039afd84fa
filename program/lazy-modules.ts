import Module from "node:module";

/**
 * Modules that Pulumi's SDK loads only to serialize functions, which this project does nowhere: they take twice as long
 * to load as the rest of the SDK. Here they are loaded when something of them is first used.
 */
const lazy = ["typescript", "@npmcli/arborist"];

type Load = (request: string, parent: { filename?: string } | undefined, isMain: boolean) => object;

/** Makes Pulumi's SDK load these modules at their first use. */
export function loadLazily(): void {
  const loader = Module as unknown as { _load: Load };
  const load = loader._load;
  loader._load = (request, parent, isMain) => {
    const isPulumi = /[\\/]@pulumi[\\/]pulumi[\\/]/.test(parent?.filename ?? "");
    const now = () => load.call(Module, request, parent, isMain);
    return isPulumi && lazy.includes(request) ? atFirstUse(now) : now();
  };
}

function atFirstUse(load: () => object): object {
  return new Proxy(
    {},
    {
      get(_, name) {
        // So that the SDK's `__importStar` does not copy every property at once.
        if (name === "__esModule") return true;
        const module = load();
        return name === "default" ? module : (Reflect.get(module, name) as unknown);
      },
      has: (_, name) => Reflect.has(load(), name),
    },
  );
}
