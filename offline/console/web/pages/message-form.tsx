import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Partition } from "../../server/contract";
import { limits, type MessageQuery, type Position, positions } from "../api/message-query";
import { useLanguage } from "../i18n/language";
import { Field } from "../parts/controls";
import { Icon } from "../parts/icons";

interface MessageFormProps {
  readonly query: MessageQuery;
  readonly partitions: readonly Partition[];
  readonly isReading: boolean;
  /** Receives the parameters of the view's URL. */
  readonly onSubmit: (parameters: Record<string, string>) => void;
  readonly onStop: () => void;
}

/** The form to select messages. Fields have defaults, not values: input stays when the view is drawn again. */
export function MessageForm(props: MessageFormProps): JSX.Element {
  const { query, partitions, isReading, onSubmit, onStop } = props;
  const { t } = useLanguage();
  const [from, setFrom] = useState<Position>(query.from);

  const submit = (event: JSX.TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const entries = [...new FormData(event.currentTarget)].filter(([, value]) => value !== "");
    onSubmit(Object.fromEntries(entries) as Record<string, string>);
  };

  return (
    <form class="card message-form" role="search" onSubmit={submit}>
      <Field label={t.messages.text}>
        {(attributes) => (
          <input
            {...attributes}
            type="search"
            name="q"
            defaultValue={query.text}
            maxLength={1000}
            placeholder={t.messages.textHint}
            spellcheck={false}
          />
        )}
      </Field>
      <Field label={t.messages.from}>
        {(attributes) => (
          <select
            {...attributes}
            name="from"
            value={from}
            onChange={(event) => setFrom(event.currentTarget.value as Position)}
          >
            {positions.map((position) => (
              <option key={position} value={position}>
                {t.messages.positions[position]}
              </option>
            ))}
          </select>
        )}
      </Field>
      {from === "offset" && (
        <Field label={t.messages.offset}>
          {(attributes) => (
            <input
              {...attributes}
              name="offset"
              type="number"
              min={0}
              defaultValue={query.offset}
            />
          )}
        </Field>
      )}
      {from === "time" && (
        <Field label={t.messages.time}>
          {(attributes) => (
            <input
              {...attributes}
              name="time"
              type="datetime-local"
              step={1}
              defaultValue={query.time}
              required
            />
          )}
        </Field>
      )}
      <Field label={t.messages.partition}>
        {(attributes) => (
          <select {...attributes} name="partition">
            <option value="">{t.messages.allPartitions}</option>
            {partitions.map(({ partition }) => (
              <option key={partition} selected={partition === query.partition}>
                {partition}
              </option>
            ))}
          </select>
        )}
      </Field>
      {from !== "live" && (
        <Field label={t.messages.limit}>
          {(attributes) => (
            <select {...attributes} name="limit">
              {limits.map((limit) => (
                <option key={limit} selected={limit === query.limit}>
                  {limit}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      <Field label={t.messages.isolation}>
        {(attributes) => (
          <select {...attributes} name="isolation">
            <option value="">{t.messages.committed}</option>
            <option value="all" selected={query.uncommitted}>
              {t.messages.uncommitted}
            </option>
          </select>
        )}
      </Field>
      {isReading ? (
        // Separate keys: the stop button must not turn into the submit button.
        <button key="stop" type="button" class="button" onClick={onStop}>
          <Icon name="stop" /> {t.messages.stop}
        </button>
      ) : (
        <button key="search" type="submit" class="button primary">
          <Icon name="search" /> {t.messages.search}
        </button>
      )}
    </form>
  );
}
