import Module from "node:module";

/**
 * Modules that Pulumi's SDK loads only to serialize functions, which this project does nowhere: they take twice as long
 * to load as the rest of the SDK. Here they are loaded when something of them is first used.
 */
const lazy = ["typescript", "@npmcli/arborist"];

/**
 * The SDK notes the stack of every promise that it makes, and this would look each frame up in a source map: a third of
 * a program's time. The project's own files need none, because transpiling them keeps the lines.
 */
const unneeded = ["source-map-support/register"];

type Load = (request: string, parent: { filename?: string } | undefined, isMain: boolean) => object;

/** Makes Pulumi's SDK load only what a program needs. Must be called before it is loaded. */
export function lightenPulumi(): void {
  const loader = Module as unknown as { _load: Load };
  const load = loader._load;
  loader._load = (request, parent, isMain) => {
    const now = () => load.call(Module, request, parent, isMain);
    if (![...lazy, ...unneeded].includes(request)) return now();
    if (!/[\\/]@pulumi[\\/]pulumi[\\/]/.test(parent?.filename ?? "")) return now();
    return lazy.includes(request) ? atFirstUse(now) : {};
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
