import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { differences } from "../../../../../scripts/review/comment/differences";
import type { Inputs } from "../../../../../scripts/review/comment/preview";
import { replaces } from "../../../../../scripts/review/comment/replacement";

// The table of what replaces a resource, held to what the official docker provider was recorded to do.
const facts = path.join(__dirname, "../../../../offline/docker-facts");
const type = "docker:index/container:Container";

interface Recording {
  readonly steps: readonly {
    readonly do: string;
    readonly program?: readonly { readonly name: string; readonly props: Inputs }[];
    readonly steps: readonly { readonly name: string; readonly op: string }[];
  }[];
}

/** The program forces these to a replacement by an option; the provider would write them to its state only. */
const forced = "change-healthcheck";
/** Differences of the text that the provider takes for none, by what it reads back from the engine. */
const noDifference =
  /^change-(alias-order|port-order|env-remove-all|security-opts|restart-none-written|remove-from-program)/;

const recordings = readdirSync(facts).filter(
  (file) => file.startsWith("change-") && !file.startsWith(forced) && !noDifference.test(file),
);

test.each(recordings)("%s", (file) => {
  const { steps } = JSON.parse(readFileSync(path.join(facts, file), "utf8")) as Recording;
  const [before, after] = steps.filter(({ program }) => program);
  const propsIn = (step: typeof before) => step?.program?.find(({ name }) => name === "ctr")?.props;
  const paths = differences(propsIn(before), propsIn(after)).map((each) => each.path);
  const recorded = after?.steps.some(({ name, op }) => name === "ctr" && op === "replace");
  expect({ paths, replaced: replaces(type, paths) }).toEqual({ paths, replaced: recorded });
});

test("what the program forces to a replacement is one", () => {
  expect(replaces(type, ["healthcheck.interval"])).toBe(true);
});

test.each<[string, string, boolean]>([
  ["docker:index/volume:Volume", "name", true],
  // The program has the provider ignore them, as the data would be gone.
  ["docker:index/volume:Volume", "labels", false],
  ["docker:index/network:Network", "driver", true],
  ["kubernetes:apps/v1:StatefulSet", "spec.replicas", false],
  ["kubernetes:apps/v1:StatefulSet", "spec.template.spec.containers.kafka.image", false],
  ["kubernetes:apps/v1:StatefulSet", "metadata.namespace", true],
  ["kubernetes:apps/v1:StatefulSet", "spec.volumeClaimTemplates[0].spec.storageClassName", false],
  ["kubernetes:core/v1:PersistentVolumeClaim", "spec.resources.requests.storage", false],
  ["kubernetes:core/v1:PersistentVolumeClaim", "metadata.name", true],
  ["kubernetes:apps/v1:Deployment", "spec.selector.matchLabels.app", true],
  ["kubernetes:core/v1:Service", "spec.ports.client.port", false],
  ["kubernetes:core/v1:Service", "metadata.namespace", true],
  ["kubernetes:core/v1:Namespace", "metadata.name", true],
  ["kubernetes:core/v1:Namespace", "metadata.labels.team", false],
  ["kafka-platform:kafka:Topics", "topics", false],
])("%s %s: %s", (resource, changed, expected) => {
  expect(replaces(resource, [changed])).toBe(expected);
});
