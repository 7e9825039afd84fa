import type { ComponentChildren, JSX } from "preact";
import type { Query } from "../api/use-query";
import { useLanguage } from "../i18n/language";
import { Icon, type IconName } from "./icons";

interface EmptyProps {
  readonly icon?: IconName;
  readonly title: string;
  readonly hint: string;
  /** What to do about it. */
  readonly children?: ComponentChildren;
}

/** Shown in place of an empty list. */
export function Empty({ icon = "inbox", title, hint, children }: EmptyProps): JSX.Element {
  return (
    <div class="empty">
      <Icon name={icon} />
      <p class="empty-title">{title}</p>
      <p>{hint}</p>
      {children}
    </div>
  );
}

/** An error, with a way to try again. */
export function Failure({ error, retry }: { error: Error; retry?: () => void }): JSX.Element {
  const { t } = useLanguage();
  return (
    <div class="failure" role="alert">
      <Icon name="alert" />
      <div>
        <p class="empty-title">{t.states.failed}</p>
        <p>{error.message}</p>
      </div>
      {retry && (
        <button type="button" class="button" onClick={() => retry()}>
          {t.states.retry}
        </button>
      )}
    </div>
  );
}

/** Placeholder lines for content that is loading, which screen readers announce. */
export function Skeleton({ lines = 6 }: { lines?: number }): JSX.Element {
  const { t } = useLanguage();
  return (
    <div class="skeleton" role="status">
      <span class="visually-hidden">{t.states.loading}</span>
      {Array.from({ length: lines }, (_, index) => (
        <div key={index} class={`skeleton-line skeleton-${index % 3}`} />
      ))}
    </div>
  );
}

interface LoadedProps<Result> {
  readonly query: Query<Result>;
  readonly lines?: number;
  readonly children: (data: Result) => ComponentChildren;
}

/** Shows the result of a query, that it is loading, or why it failed. */
export function Loaded<Result>({ query, lines, children }: LoadedProps<Result>): JSX.Element {
  const { t } = useLanguage();
  const { data, error, reload } = query;
  if (data === undefined) {
    return error ? (
      <Failure error={error} retry={reload} />
    ) : (
      <Skeleton {...(lines && { lines })} />
    );
  }
  return (
    <>
      {error && (
        <p class="stale" role="status">
          <Icon name="alert" /> {t.states.stale}
        </p>
      )}
      {children(data)}
    </>
  );
}
