/** The available themes; `auto` follows the system. */
export const themes = ["auto", "light", "dark"] as const;

export type Theme = (typeof themes)[number];

// Other pages of the same host share the storage.
const storageKey = "kafka-console.theme";

/** The theme that was chosen in this browser before. */
export function storedTheme(): Theme {
  const stored = localStorage.getItem(storageKey);
  return themes.find((each) => each === stored) ?? "auto";
}

/** Shows the page in a theme, now and on later visits. */
export function applyTheme(theme: Theme): void {
  localStorage.setItem(storageKey, theme);
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
