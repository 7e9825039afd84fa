import type { JSX } from "preact";

const paths = {
  overview: "M3 12h4l2.5-7 5 14L17 12h4",
  topics: "M4 6h16M4 12h16M4 18h10",
  consumers: "M4 8h10m0 0-3-3m3 3-3 3M20 16H10m0 0 3-3m-3 3 3 3",
  brokers: "M4 5h16v6H4zM4 13h16v6H4zM7.5 8h.01M7.5 16h.01",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm5-2 4 4",
  plus: "M12 5v14M5 12h14",
  down: "m6 9 6 6 6-6",
  up: "m6 15 6-6 6 6",
  copy: "M9 9h10v10H9zM5 15V5h10",
  stop: "M7 7h10v10H7z",
  send: "M5 12h14m0 0-6-6m6 6-6 6",
  alert: "M12 8v5m0 3h.01M12 3 2.5 20h19L12 3Z",
  inbox: "M4 13h4l1.5 3h5L16 13h4M4 13l2.5-8h11L20 13v6H4v-6Z",
  lock: "M7 11V8a5 5 0 0 1 10 0v3M5 11h14v9H5z",
} as const;

/** Name of an icon. */
export type IconName = keyof typeof paths;

/** An icon next to text that says the same: screen readers skip it. */
export function Icon({ name }: { name: IconName }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
