import * as pulumi from "@pulumi/pulumi";
import { readPlatform } from "../../../pipelines/program/platform";
import { refuseMissingTopics } from "../../../pipelines/program/topics";
import { readSettings } from "../../../pipelines/settings";
import { UserError } from "../../../common/user-error";
import { pipelinesConfig } from "../support/project-config";

const place = { target: "docker", namePrefix: "", network: "kafka-platform" };
const deployed = { place, bootstrapInside: "kafka:9092", topics: ["a.b.c"] };

/** Replaces the engine by one that has these stacks, with their outputs. */
function engineWith(stacks: Readonly<Record<string, object>>, stack = "dev"): string[] {
  const asked: string[] = [];
  void pulumi.runtime.setMocks(
    {
      newResource: ({ inputs }) => {
        const { name } = inputs as { name: string };
        return { id: name, state: { name, outputs: stacks[name] } };
      },
      call: ({ token, inputs }) => {
        const { name } = inputs as { name: string };
        asked.push(`${token} ${name}`);
        const outputs = stacks[name];
        // As gRPC has it.
        const details = `unknown stack "${name}"\nand a trace`;
        if (!outputs) throw Object.assign(new Error(`2 UNKNOWN: ${details}`), { details });
        return { name, outputs };
      },
    },
    ...(["kafka-pipelines", stack, false, "organization"] as const),
  );
  return asked;
}

test.each([
  ["", "organization/kafka-platform/dev"],
  ["qa", "organization/kafka-platform/qa"],
  ["acme/qa", "acme/kafka-platform/qa"],
  ["acme/lab/qa", "acme/lab/qa"],
])("platformStack %j is %s, of which the outputs are read", async (given, stack) => {
  const asked = engineWith({ [stack]: deployed });
  expect(await readPlatform(given)).toEqual({
    ...{ stack, place, bootstrap: "kafka:9092", topics: ["a.b.c"] },
  });
  expect(asked).toEqual([`pulumi:pulumi:readStackOutputs ${stack}`]);
});

test("a place with a kubeconfig, which is a secret, is read as well", async () => {
  const onCluster = { target: "kubernetes", namespace: "lab", kubeconfig: "hidden" };
  engineWith({
    "organization/kafka-platform/dev": { ...deployed, place: pulumi.secret(onCluster) },
  });
  expect((await readPlatform("")).place).toEqual(onCluster);
});

test.each([
  ["dev", "make up"],
  ["qa", "make up STACK=qa"],
])("stack %s that is not there is refused with how to deploy it", async (stack, command) => {
  engineWith({}, stack);
  const reading = readPlatform("");
  await expect(reading).rejects.toThrow(UserError);
  const full = `organization/kafka-platform/${stack}`;
  await expect(reading).rejects.toThrow(
    new UserError(
      `The stack ${full} of the platform cannot be read: unknown stack "${full}"\n` +
        `Deploy it first with \`${command}\`, or set kafka-pipelines:platformStack; nothing was changed.`,
    ),
  );
});

test.each([
  [{}, "Nothing is deployed in"],
  [{ bootstrap: "localhost:29092" }, "An earlier release deployed, without saying where it is,"],
])("outputs %j are not enough", async (outputs, why) => {
  engineWith({ "organization/kafka-platform/dev": outputs });
  await expect(readPlatform("")).rejects.toThrow(
    new UserError(
      `${why} the stack organization/kafka-platform/dev of the platform. ` +
        "Run `make up` first; nothing was changed.",
    ),
  );
});

const all = [
  ...["meu-topico", "lab.mensagem.rejeitada"],
  ...["cadastro.cliente.atualizado", "cadastro.cliente.rejeitado"],
  ...["lab.connect.configuracoes", "lab.connect.posicoes", "lab.connect.estados"],
  ...["vendas.pedido.criado", "vendas.pedido.rejeitado"],
  ...["vendas.pagamento.aprovado", "vendas.pagamento.rejeitado"],
];

/** What is said of the topics that the platform declares; undefined if they are enough. */
function refusal(
  topics: readonly string[],
  changes: Readonly<Record<string, unknown>> = {},
  stack = "organization/kafka-platform/dev",
): string | undefined {
  const settings = readSettings(pipelinesConfig(changes), "none", "/nowhere", () => false);
  const platform = { ...{ stack, topics, bootstrap: "" }, place: { ...place, target: "docker" } };
  try {
    refuseMissingTopics(settings, platform as Parameters<typeof refuseMissingTopics>[1]);
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

test("topics that the platform declares are enough, and each of them is needed", () => {
  expect(refusal(all)).toBeUndefined();
  for (const missing of all) {
    expect(refusal(all.filter((topic) => topic !== missing))).toContain(missing);
  }
});

test("each missing topic is named with its key and what to do", () => {
  const [, ...others] = all;
  const left = others.filter((topic) => topic !== "lab.connect.posicoes");
  const advice = "add it to its topics as in Pulumi.dev.yaml or pipelines/topics.yaml, and run";
  const stack = "organization/kafka-platform/qa";
  expect(refusal(left, {}, stack)).toBe(
    "The configuration has 2 problems; nothing was changed.\n" +
      `  kafka-pipelines:streamingTopic is meu-topico, which the stack ${stack} does not declare; ` +
      `${advice} \`make up STACK=qa\`\n` +
      `  kafka-pipelines:changeCapture needs the topic lab.connect.posicoes, which the stack ${stack} does not declare; ` +
      `${advice} \`make up STACK=qa\``,
  );
  expect(refusal(others)).toBe(
    "The configuration has 1 problem; nothing was changed.\n" +
      "  kafka-pipelines:streamingTopic is meu-topico, which the stack organization/kafka-platform/dev does not declare; " +
      `${advice} \`make up\``,
  );
});

test("what is switched off needs no topics", () => {
  const off = { streamingJob: false, changeCapture: false, nifi: false, prefect: false };
  expect(refusal([], off)).toBeUndefined();
  const needed = {
    streamingJob: all.slice(0, 2),
    changeCapture: all.slice(2, 7),
    nifi: all.slice(7, 10),
    prefect: all.slice(9),
  };
  for (const [key, topics] of Object.entries(needed)) {
    const only = { ...off, [key]: true };
    expect(refusal(topics, only)).toBeUndefined();
    for (const missing of topics) {
      expect(
        refusal(
          topics.filter((topic) => topic !== missing),
          only,
        ),
      ).toContain(missing);
    }
  }
});
