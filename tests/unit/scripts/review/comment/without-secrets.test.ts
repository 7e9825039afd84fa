import { parse } from "yaml";
import { withoutSecrets } from "../../../../../scripts/review/comment/run-preview";

test("a preview without the stack's key has a stand-in for each secret, and no kubeconfig", () => {
  const text = `
secretsprovider: awskms://alias/team
encryptedkey: AAAA
config:
  kafka-platform:kafkaUiUser: ana
  kafka-platform:kafkaUiPassword:
    secure: v1:c2VjcmV0
  kafka-platform:kubeconfig:
    secure: v1:a3ViZQ==
  kafka-platform:topics:
    - name: vendas.pedido.criado
      partitions: 6
`;
  expect(parse(withoutSecrets(text, "Pulumi.x.yaml"))).toEqual({
    config: {
      "kafka-platform:kafkaUiUser": "ana",
      "kafka-platform:kafkaUiPassword": "not-the-secret",
      "kafka-platform:topics": [{ name: "vendas.pedido.criado", partitions: 6 }],
    },
  });
});

test("what is no secret stays as it is written", () => {
  const settings =
    "  kafka-platform:brokerSettings:\n    a: 0123\n    b: 9223372036854775807\n    c: 1.10\n";
  expect(withoutSecrets(`encryptionsalt: v1:x\nconfig:\n${settings}`, "Pulumi.x.yaml")).toBe(
    `config:\n${settings}`,
  );
});

test.each(["", "config:\n", "# nothing yet\n"])("a file that says nothing: %j", (text) => {
  expect(parse(withoutSecrets(text, "Pulumi.x.yaml"))).toEqual({ config: {} });
});

test("a file that is no YAML is named with the line", () => {
  expect(() => withoutSecrets("config:\n  a:b: *c\n", "Pulumi.x.yaml")).toThrow(
    "Pulumi.x.yaml:2 is not usable YAML: the alias *c has no anchor &c before it",
  );
});
