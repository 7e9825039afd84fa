import type { JSX } from "preact";
import { useLanguage } from "../i18n/language";
import { Icon } from "./icons";
import { Badge } from "./layout";

/** A figure: a dash if there is none, "unknown" if it cannot be known now. */
export function Known({
  value,
  format,
  reason,
}: {
  value: number | null | undefined;
  format: (value: number) => string;
  /** Why it is unknown, or what is special about it. */
  reason?: string | undefined;
}): JSX.Element {
  const { t } = useLanguage();
  if (value === undefined) return <>–</>;
  if (value !== null && reason === undefined) return <>{format(value)}</>;
  return (
    <span title={reason}>
      {value !== null && `${format(value)} `}
      <Badge tone="bad">{value === null ? t.states.unknown : "!"}</Badge>
      {reason !== undefined && <span class="visually-hidden"> ({reason})</span>}
    </span>
  );
}

/** Says that some brokers do not answer and the view is incomplete; empty if all brokers answer. */
export function SilentBrokers({
  ids,
  what,
}: {
  ids: readonly number[];
  what: string;
}): JSX.Element {
  const { t } = useLanguage();
  if (ids.length === 0) return <></>;
  return (
    <p class="stale" role="status">
      <Icon name="alert" /> {t.states.silentBrokers(ids.join(", "))} {what}
    </p>
  );
}

/** A size, with "≥" if it is incomplete. */
export function sizeText(bytes: string, isPartial = false): string {
  return isPartial ? `≥ ${bytes}` : bytes;
}
