import { notRefreshed } from "../../../../../provider/not-refreshed";
import { compare } from "../../../../../scripts/review/comment/changes";
import { driftReport } from "../../../../../scripts/review/comment/drift-report";
import { type Preview, unreadOf } from "../../../../../scripts/review/comment/preview";

const urn = "urn:pulumi:dev::kafka-platform::kafka-platform:kafka:Topics::platform-topics";
const state = (partitions: number) => ({
  ...{ urn, type: "kafka-platform:kafka:Topics", custom: true },
  inputs: { topics: { a: { partitions, replicationFactor: 1, config: {} } } },
});
const same: Preview = { steps: [{ op: "same", urn, oldState: state(3), newState: state(3) }] };
const drifted: Preview = { steps: [{ op: "update", urn, oldState: state(2), newState: state(3) }] };
const reason = `${notRefreshed}: connect ECONNREFUSED 127.0.0.1:29092`;

function report(preview: Preview, ...warnings: string[]) {
  const diagnostics = warnings.map((text) => ({
    severity: "warning",
    message: `warning: ${text}\n`,
  }));
  const seen = { ...preview, diagnostics };
  return driftReport("dev", compare({ steps: [] }, seen), unreadOf(seen));
}

test("nothing that differs, and all of it read: the marker alone", () => {
  expect(
    report(same, "kafka-platform:brokers is 1; ... (rule severalBrokers for production)"),
  ).toEqual({
    markdown: "<!-- kafka-platform drift: dev -->\n",
    isComplete: true,
  });
});

test.each([reason, "configured Kubernetes cluster is unreachable: connection refused"])(
  "nothing seen that differs, but not all could be read (%s): not known",
  (text) => {
    const { markdown, isComplete } = report(same, text);
    expect(isComplete).toBe(false);
    expect(markdown).toContain("### `dev` could not be checked for drift");
    expect(markdown).toContain(text);
  },
);

test("what differs is said, and that it may not be all", () => {
  expect(report(drifted)).toMatchObject({ isComplete: true });
  const { markdown, isComplete } = report(drifted, reason);
  expect(isComplete).toBe(false);
  expect(markdown).toContain("**1 topic changed.**");
  expect(markdown).toContain("**Part of it could not be checked.**");
  expect(markdown).toContain(reason);
});
