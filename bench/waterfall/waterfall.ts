/** A bar of the waterfall. Times in seconds since the command started. */
export interface Span {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  /** Where the time went: Pulumi and the program, a resource, or a server's start. */
  readonly kind: "tool" | "resource" | "server";
}

/** Where the time of one `up` went. */
export interface Waterfall {
  /** Ordered by their start. */
  readonly spans: readonly Span[];
  readonly seconds: number;
}

/** An engine event as `pulumi up --json` prints it, with its time of arrival. */
export interface TimedEvent {
  /** Seconds since the command started. */
  readonly at: number;
  readonly event: {
    readonly preludeEvent?: object;
    readonly resourcePreEvent?: { readonly metadata: Step };
    readonly resOutputsEvent?: { readonly metadata: Step };
    readonly diagnosticEvent?: { readonly message: string };
    readonly summaryEvent?: object;
  };
}

interface Step {
  readonly urn: string;
  readonly type: string;
}

const stackType = "pulumi:pulumi:Stack";

/** The bars derived from the engine's events, without components, which only group resources. */
export function spansOf(events: readonly TimedEvent[], seconds: number): Span[] {
  const at = (found: (each: TimedEvent["event"]) => unknown) =>
    events.find(({ event }) => found(event))?.at;
  const prelude = at(({ preludeEvent }) => preludeEvent) ?? 0;
  const hosted = at(({ resourcePreEvent }) => resourcePreEvent?.metadata.type === stackType);
  const running = at(({ diagnosticEvent }) =>
    (diagnosticEvent?.message ?? "").startsWith("Running program "),
  );
  const declared = at(
    ({ resourcePreEvent }) => resourcePreEvent && resourcePreEvent.metadata.type !== stackType,
  );
  const made = at(({ resourcePreEvent }) => {
    const { type } = resourcePreEvent?.metadata ?? {};
    return type !== undefined && !isComponent(type);
  });
  const summary = at(({ summaryEvent }) => summaryEvent);
  const phases: [string, number | undefined, number | undefined][] = [
    ["pulumi starts", 0, prelude],
    ["Node.js and Pulumi's SDK start", prelude, hosted],
    ["the stack is registered", hosted, running],
    ["the program loads and declares", running ?? hosted, declared],
    ["plugins start", declared, made],
    ["state is written, pulumi ends", summary, seconds],
  ];
  const tool = phases.flatMap(([label, from, to]): Span[] =>
    from === undefined || to === undefined ? [] : [{ label, from, to, kind: "tool" }],
  );
  return [...tool, ...resourceSpans(events)].sort(byBeginning);
}

function resourceSpans(events: readonly TimedEvent[]): Span[] {
  const begun = new Map<string, number>();
  const spans: Span[] = [];
  for (const { at, event } of events) {
    const { metadata: begins } = event.resourcePreEvent ?? {};
    const { metadata: ends } = event.resOutputsEvent ?? {};
    if (begins) begun.set(begins.urn, at);
    const from = ends && begun.get(ends.urn);
    if (from === undefined || isComponent(ends?.type ?? "")) continue;
    spans.push({ label: labelOf(ends?.urn ?? ""), from, to: at, kind: "resource" });
  }
  return spans;
}

function isComponent(type: string): boolean {
  return type === stackType || type.startsWith("kafka-platform:index:");
}

/** Such as `Container platform-kafka`. */
function labelOf(urn: string): string {
  const [, , types = "", name = ""] = urn.split("::");
  return `${types.split(":").at(-1)} ${name}`;
}

/** What a container did, in seconds since the command started. */
export interface ServerStart {
  readonly name: string;
  readonly startedAt: number;
  /** When it logged that it serves clients; undefined if it did not. */
  readonly servesAt?: number;
}

/** The bar of a server, if it said when it serves clients. */
export function serverSpans({ name, startedAt, servesAt }: ServerStart): Span[] {
  if (servesAt === undefined) return [];
  return [{ label: `${name}: its own start`, from: startedAt, to: servesAt, kind: "server" }];
}

/** Sorts bars by their start. */
export function byBeginning(a: Span, b: Span): number {
  return a.from - b.from || a.to - b.to;
}
