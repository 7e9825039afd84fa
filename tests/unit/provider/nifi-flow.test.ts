import { readFileSync } from "node:fs";
import { nifiFlowHandler } from "../../../provider/pipelines/nifi-flow";

const connection = { via: "direct", addresses: ["localhost:1"] } as const;
const flow = readFileSync("pipelines/nifi/flow.json", "utf8");

interface End {
  readonly id: string;
}
interface Contents {
  readonly processors: readonly {
    readonly identifier: string;
    readonly name: string;
    readonly type: string;
    readonly properties: Readonly<Record<string, string>>;
    readonly retriedRelationships: readonly string[];
  }[];
  readonly connections: readonly {
    readonly identifier: string;
    readonly source: End;
    readonly destination: End;
    readonly selectedRelationships: readonly string[];
  }[];
}
const { flowContents, parameterContexts } = JSON.parse(flow) as {
  flowContents: Contents;
  parameterContexts: Record<string, { parameters: { name: string }[] }>;
};

const check = (text: string, parameters: Record<string, string> = {}) =>
  nifiFlowHandler.check?.({}, { connection, flow: text, parameters });

test("the project's flow is accepted with parameters that it declares", () => {
  expect(check(flow, { "folder.in": "/data/in", "topic.orders": "a.b.c" })).toEqual([]);
});

test.each([
  ["{", /^flow is not JSON: /],
  ["null", /^flow has no flowContents\.name: download it from NiFi as a flow definition$/],
  [
    JSON.stringify({ flowContents: { name: "a" }, parameterContexts: {} }),
    /^flow has no parameter context: give the process group a one, and download it again$/,
  ],
])("%s is refused", (text, reason) => {
  expect(check(text)).toEqual([
    { property: "flow", reason: expect.stringMatching(reason) as string },
  ]);
});

test("a parameter that the flow does not declare is refused", () => {
  expect(check(flow, { "topic.order": "a" })).toEqual([
    {
      property: "parameters",
      reason:
        "parameters has topic.order, which the flow does not declare; it declares kafka.bootstrap.servers, " +
        "topic.orders, topic.rejected, topic.payments, group.payments, folder.in, folder.rejected, folder.out",
    },
  ]);
});

test("identifiers are unique, and every connection joins two processors", () => {
  const ids = [...flowContents.processors, ...flowContents.connections].map((it) => it.identifier);
  expect(new Set(ids).size).toBe(ids.length);
  const processors = flowContents.processors.map(({ identifier }) => identifier);
  const ends = flowContents.connections.flatMap(({ source, destination }) => [source, destination]);
  expect(ends.filter(({ id }) => !processors.includes(id))).toEqual([]);
});

test("every parameter that is used is declared, and the other way round", () => {
  const used = [...flow.matchAll(/#\{([\w.]+)\}/g)].map(([, name]) => name);
  const declared = Object.values(parameterContexts).flatMap(({ parameters }) => parameters);
  expect([...new Set(used)].sort()).toEqual(declared.map(({ name }) => name).sort());
});

test("what brokers do not acknowledge is sent again without end", () => {
  const publishers = flowContents.processors.filter(({ type }) => type.includes("PublishKafka"));
  expect(publishers.map(({ name }) => name)).toEqual(["Publish orders", "Publish rejections"]);
  for (const { identifier, properties, retriedRelationships } of publishers) {
    expect(properties).toMatchObject({ acks: "all", "enable.idempotence": "true" });
    expect(retriedRelationships).toEqual(["failure"]);
    const loops = flowContents.connections.filter(
      ({ source, destination }) => source.id === identifier && destination.id === identifier,
    );
    expect(loops.map(({ selectedRelationships }) => selectedRelationships)).toEqual([["failure"]]);
  }
});

const [order = ""] = flowContents.processors.flatMap(({ properties }) => properties.pedido ?? []);

test.each([
  ['{"pedido":"P-1"}', "P-1"],
  [
    String.raw`  {"cliente":"a } \" \"pedido\":\"X\", b", "centavos" : 1 , "pedido" : "P 2" } `,
    "P 2",
  ],
  ['{"pedido":"P-3","x":null,"y":-1.5e3,"z":"ç"}', "P-3"],
  ['{"pedido":""}', undefined],
  ['{"pedido":17}', undefined],
  ['{"cliente":"a"}', undefined],
  ['{"a":{"pedido":"P-4"}}', undefined],
  ['{"pedido":"P-5"} {"pedido":"P-6"}', undefined],
  ['{"pedido":"P-7","pedido":"P-8"}', undefined],
  ['["pedido"]', undefined],
])("the order number in %s is %s", (line, number) => {
  // JavaScript has no possessive quantifiers; for these lines, greedy ones find the same.
  const pattern = new RegExp(order.replace(/([*+])\+/g, "$1"));
  expect(pattern.exec(line)?.[1]).toBe(number);
});
