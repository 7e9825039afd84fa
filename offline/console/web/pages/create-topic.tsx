import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Link, useLocation } from "wouter-preact";
import type { Cluster } from "../../server/contract";
import { ApiError, clusterUrl, post } from "../api/client";
import { useLanguage } from "../i18n/language";
import { Field } from "../parts/controls";
import { Page } from "../parts/layout";
import { parsePairs, textOf } from "../parts/form-text";
import { Failure } from "../parts/states";
import { pages } from "../routes";

/** The form for a new topic. Errors from Kafka are shown at the field. */
export function CreateTopicPage({ cluster }: { cluster: Cluster }): JSX.Element {
  const { t } = useLanguage();
  const [, navigate] = useLocation();
  const [problem, setProblem] = useState<ApiError>();
  const [isBusy, setBusy] = useState(false);
  const texts = t.createTopic;

  const submit = async (event: JSX.TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => textOf(form, name).trim();
    const further = parsePairs(text("further"));
    if ("problem" in further) {
      setProblem(new ApiError(400, "", { further: texts.furtherProblem(further.problem) }));
      return;
    }
    setBusy(true);
    try {
      await post(clusterUrl(cluster.name, ["topics"]), {
        name: text("name"),
        partitions: Number(text("partitions")),
        replicationFactor: Number(text("replicationFactor")),
        configs: {
          ...(text("retention") && { "retention.ms": text("retention") }),
          ...(text("cleanUp") && { "cleanup.policy": text("cleanUp") }),
          ...further.pairs,
        },
      });
      navigate(pages.topic(cluster.name, text("name")));
    } catch (error) {
      setProblem(error as ApiError);
    } finally {
      setBusy(false);
    }
  };

  const fields = problem?.fields ?? {};
  return (
    <Page title={texts.title} above={{ title: t.topics, href: pages.topics(cluster.name) }}>
      <form class="card form" onSubmit={(event) => void submit(event)}>
        {problem && Object.keys(fields).length === 0 && <Failure error={problem} />}
        <Field label={texts.name} hint={texts.nameHint} problem={fields.name}>
          {(attributes) => (
            <input
              {...attributes}
              name="name"
              class="mono"
              required
              maxLength={249}
              pattern="[a-zA-Z0-9._\-]+"
              spellcheck={false}
              autofocus
            />
          )}
        </Field>
        <div class="field-row">
          <Field label={texts.partitions} hint={texts.partitionsHint} problem={fields.partitions}>
            {(attributes) => (
              <input
                {...attributes}
                name="partitions"
                type="number"
                min={1}
                max={10000}
                defaultValue="3"
                required
              />
            )}
          </Field>
          <Field
            label={texts.replication}
            hint={texts.replicationHint}
            problem={fields.replicationFactor}
          >
            {(attributes) => (
              <input
                {...attributes}
                name="replicationFactor"
                type="number"
                min={1}
                max={Math.max(1, cluster.brokerCount)}
                defaultValue={String(Math.min(3, Math.max(1, cluster.brokerCount)))}
                required
              />
            )}
          </Field>
        </div>
        <div class="field-row">
          <Field label={texts.retention}>
            {(attributes) => (
              <select {...attributes} name="retention">
                {options(texts.retentionOptions)}
              </select>
            )}
          </Field>
          <Field label={texts.cleanUp}>
            {(attributes) => (
              <select {...attributes} name="cleanUp">
                {options(texts.cleanUpOptions)}
              </select>
            )}
          </Field>
        </div>
        <Field label={texts.further} hint={texts.furtherHint} problem={fields.further}>
          {(attributes) => (
            <textarea {...attributes} name="further" class="mono" rows={3} spellcheck={false} />
          )}
        </Field>
        <div class="actions">
          <button type="submit" class="button primary" disabled={isBusy}>
            {texts.submit}
          </button>
          <Link href={pages.topics(cluster.name)} class="button">
            {texts.cancel}
          </Link>
        </div>
      </form>
    </Page>
  );
}

function options(texts: Readonly<Record<string, string>>): JSX.Element[] {
  // Numeric keys would come first, whatever their place in the catalogue.
  const entries = Object.entries(texts).sort(([a], [b]) => Number(a !== "") - Number(b !== ""));
  return entries.map(([value, title]) => (
    <option key={value} value={value}>
      {title}
    </option>
  ));
}
