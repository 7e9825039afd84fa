import { parse } from "yaml";
import { withoutSecrets } from "../../../scripts/preview-comment/run-preview";

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
  expect(parse(withoutSecrets(text))).toEqual({
    config: {
      "kafka-platform:kafkaUiUser": "ana",
      "kafka-platform:kafkaUiPassword": "not-the-secret",
      "kafka-platform:topics": [{ name: "vendas.pedido.criado", partitions: 6 }],
    },
  });
});

test.each(["", "config:\n", "# nothing yet\n"])("a file that says nothing: %j", (text) => {
  expect(parse(withoutSecrets(text))).toEqual({ config: {} });
});
