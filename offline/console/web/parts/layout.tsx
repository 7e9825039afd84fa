import type { ComponentChildren, JSX } from "preact";
import { useEffect } from "preact/hooks";
import { Link, useRoute } from "wouter-preact";
import { useLanguage } from "../i18n/language";

interface PageProps {
  readonly title: string;
  /** The title as shown, if it is more than text. */
  readonly heading?: ComponentChildren;
  /** The parent view: a link back up. */
  readonly above?: { readonly title: string; readonly href: string };
  /** The available actions. */
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A view: its heading, actions and content. */
export function Page({ title, heading, above, actions, children }: PageProps): JSX.Element {
  const { t } = useLanguage();
  useEffect(() => {
    document.title = `${title} · ${t.appName}`;
  }, [title, t]);
  return (
    <>
      <header class="page-header">
        <div class="page-title">
          {above && (
            <Link href={above.href} class="above">
              ← {above.title}
            </Link>
          )}
          <h1>{heading ?? title}</h1>
        </div>
        {actions && <div class="actions">{actions}</div>}
      </header>
      {children}
    </>
  );
}

/** A part of a view with its own heading. */
export function Section({
  title,
  aside,
  children,
}: {
  title: string;
  aside?: ComponentChildren;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <section class="section" aria-label={title}>
      <div class="section-header">
        <h2>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** A figure and its name. */
export interface Figure {
  readonly title: string;
  readonly value: ComponentChildren;
  readonly tone?: "good" | "bad" | undefined;
}

/** Figures in a row. */
export function Figures({ figures }: { figures: readonly Figure[] }): JSX.Element {
  return (
    <dl class="figures">
      {figures.map(({ title, value, tone }) => (
        <div key={title} class="figure">
          <dt>{title}</dt>
          <dd class={tone ?? ""}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Links between the views of one thing. */
export function Tabs({
  label,
  tabs,
}: {
  label: string;
  tabs: readonly { readonly title: string; readonly href: string }[];
}): JSX.Element {
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map((tab) => (
        <Tab key={tab.href} {...tab} />
      ))}
    </nav>
  );
}

function Tab({ title, href }: { title: string; href: string }): JSX.Element {
  const [isHere] = useRoute(href);
  return (
    <Link href={href} aria-current={isHere ? "page" : undefined}>
      {title}
    </Link>
  );
}

/** A framed word, in a tone that matches its meaning. */
export function Badge({
  tone = "plain",
  children,
}: {
  tone?: "plain" | "good" | "warning" | "bad" | "accent";
  children: ComponentChildren;
}): JSX.Element {
  return <span class={`badge ${tone}`}>{children}</span>;
}
