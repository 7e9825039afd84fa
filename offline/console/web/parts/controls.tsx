import type { ComponentChildren, JSX } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { useLanguage } from "../i18n/language";
import { Icon } from "./icons";

interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly problem?: string | undefined;
  /** Creates the control, with the ids that link it to its label and its hint. */
  readonly children: (attributes: FieldAttributes) => ComponentChildren;
}

/** Attributes of a labelled control. */
export interface FieldAttributes {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": boolean | undefined;
}

/** A control with its label, a hint, and any problem. */
export function Field({ label, hint, problem, children }: FieldProps): JSX.Element {
  const id = useId();
  const described = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({
        id,
        "aria-describedby": described || undefined,
        "aria-invalid": problem ? true : undefined,
      })}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem && (
        <p class="problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </div>
  );
}

const typingPause = 250;

/** A search field; "/" focuses it from anywhere. It reports its text when typing pauses. */
export function SearchField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (text: string) => void;
}): JSX.Element {
  const [text, setText] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  useSlashKey(input);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text), typingPause);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return (
    <div class="search">
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={label}
        maxLength={250}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <kbd aria-hidden="true">/</kbd>
    </div>
  );
}

function useSlashKey(input: { readonly current: HTMLInputElement | null }): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const isTyping = (event.target as Element | null)?.closest("input, textarea, select");
      if (event.key !== "/" || event.ctrlKey || event.metaKey || isTyping) return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, [input]);
}

/** A choice among a few options, all visible. */
export function Segments<Value extends string | number>({
  label,
  options,
  value,
  onChange,
}: {
  label: string;
  options: readonly { readonly value: Value; readonly title: string }[];
  value: Value;
  onChange: (value: Value) => void;
}): JSX.Element {
  return (
    <div class="segments" role="group" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.title}
        </button>
      ))}
    </div>
  );
}

/** Navigation through a paged list. */
export function Paging({
  page,
  pageCount,
  items,
  onChange,
}: {
  page: number;
  pageCount: number;
  items: string;
  onChange: (page: number) => void;
}): JSX.Element {
  const { t, format } = useLanguage();
  return (
    <nav class="paging" aria-label={t.paging.label}>
      <span role="status">
        {t.paging
          .position(page, pageCount, items)
          .replace(String(pageCount), format.number(pageCount))}
      </span>
      <span class="actions">
        <button
          type="button"
          class="button"
          disabled={page <= 1}
          onClick={() => onChange(page - 1)}
        >
          {t.paging.previous}
        </button>
        <button
          type="button"
          class="button"
          disabled={page >= pageCount}
          onClick={() => onChange(page + 1)}
        >
          {t.paging.next}
        </button>
      </span>
    </nav>
  );
}
