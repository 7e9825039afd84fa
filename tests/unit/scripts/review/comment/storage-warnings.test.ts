import type { Change } from "../../../../../scripts/review/comment/changes";
import { warnings } from "../../../../../scripts/review/comment/warnings";

function warned(path: string, before?: string, after?: string): string[] {
  const change: Change = {
    operation: "changed",
    type: "kubernetes:core/v1:PersistentVolumeClaim",
    name: "platform-kafka-0-data",
    differences: [{ path, ...(before && { before }), ...(after && { after }) }],
    pending: false,
  };
  return warnings({ deployed: false, hasSecrets: false, notes: [], changes: [change] });
}

const claim = "PersistentVolumeClaim `platform-kafka-0-data`";
const size = "spec.resources.requests.storage";

test.each([
  [size, "10Gi", "20Gi", []],
  [size, "10Gi", "5Gi", [`${claim} **cannot shrink** (\`10Gi\` → \`5Gi\`): \`up\` refuses this.`]],
  [
    "spec.storageClassName",
    undefined,
    "fast",
    [`${claim} **cannot change its storage class** (\`default\` → \`fast\`): \`up\` refuses this.`],
  ],
])("%s of a claim from %s to %s", (path, before, after, expected) => {
  expect(warned(path, before, after)).toEqual(expected);
});
