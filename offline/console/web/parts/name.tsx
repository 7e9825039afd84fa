import type { JSX } from "preact";
import { Link } from "wouter-preact";

/** A link with a name, which may wrap after dots and dashes in a small window. */
export function NameLink({ name, href }: { name: string; href: string }): JSX.Element {
  return (
    <Link href={href} class="name">
      {name.split(/(?<=[._-])/).map((part, index) => (
        <span key={index}>
          {part}
          <wbr />
        </span>
      ))}
    </Link>
  );
}
