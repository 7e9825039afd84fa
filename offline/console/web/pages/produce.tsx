import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { Link } from "wouter-preact";
import type { Cluster, Topic } from "../../server/contract";
import { ApiError, clusterUrl, post } from "../api/client";
import { useLanguage } from "../i18n/language";
import { Field } from "../parts/controls";
import { formatJson } from "../parts/json";
import { parsePairs, textOf } from "../parts/form-text";
import { Failure } from "../parts/states";
import { pages } from "../routes";

/** The form for a test message. It stays filled in for the next one. */
export function ProduceView({ cluster, topic }: { cluster: Cluster; topic: Topic }): JSX.Element {
  const { t } = useLanguage();
  const [problem, setProblem] = useState<Error>();
  const [sent, setSent] = useState(0);
  const [isBusy, setBusy] = useState(false);
  const value = useRef<HTMLTextAreaElement>(null);
  const texts = t.produce;

  const submit = async (event: JSX.TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => textOf(form, name);
    const headers = parsePairs(text("headers"));
    setSent(0);
    setBusy(true);
    try {
      if ("problem" in headers) {
        throw new ApiError(400, t.createTopic.furtherProblem(headers.problem));
      }
      await post(clusterUrl(cluster.name, ["topics", topic.name, "messages"]), {
        partition: Number(text("partition")),
        key: text("key") === "" ? null : text("key"),
        content: text("content"),
        headers: headers.pairs,
      });
      setProblem(undefined);
      setSent(sent + 1);
    } catch (error) {
      setProblem(error as Error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form class="card form" aria-label={texts.title} onSubmit={(event) => void submit(event)}>
      <h2>{texts.title}</h2>
      {problem && <Failure error={problem} />}
      <div class="field-row">
        <Field label={texts.key} hint={`${texts.keyHint} ${texts.noKey}`}>
          {(attributes) => <input {...attributes} name="key" class="mono" spellcheck={false} />}
        </Field>
        <Field label={texts.partition}>
          {(attributes) => (
            <select {...attributes} name="partition">
              <option value="-1">{texts.byKey}</option>
              {topic.partitions.map(({ partition }) => (
                <option key={partition}>{partition}</option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <Field label={texts.value}>
        {(attributes) => (
          <textarea
            {...attributes}
            ref={value}
            name="content"
            class="mono"
            rows={10}
            spellcheck={false}
          />
        )}
      </Field>
      <Field label={texts.headers} hint={texts.headersHint}>
        {(attributes) => (
          <textarea {...attributes} name="headers" class="mono" rows={2} spellcheck={false} />
        )}
      </Field>
      <div class="actions">
        <button type="submit" class="button primary" disabled={isBusy}>
          {texts.submit}
        </button>
        <button
          type="button"
          class="button"
          onClick={() => {
            if (value.current)
              value.current.value = formatJson(value.current.value) ?? value.current.value;
          }}
        >
          {texts.format}
        </button>
        <span role="status" class="sent">
          {sent > 0 && (
            <>
              {texts.sent} <Link href={pages.messages(cluster.name, topic.name)}>{texts.show}</Link>
            </>
          )}
        </span>
      </div>
    </form>
  );
}
