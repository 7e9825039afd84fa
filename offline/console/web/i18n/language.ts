import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { type Catalogue, en } from "./en";
import { type Format, formats } from "./format";
import { pt } from "./pt";

/** Languages by their codes, in the order in which they are offered. */
export const catalogues = { en, pt } as const satisfies Record<string, Catalogue>;

export type Language = keyof typeof catalogues;

interface Speech {
  readonly language: Language;
  readonly t: Catalogue;
  readonly format: Format;
  readonly choose: (language: Language) => void;
}

/** The language that was chosen, else the browser's if it is there, else English. */
export function preferredLanguage(chosen: string | null, browser: readonly string[]): Language {
  const wanted = [chosen ?? "", ...browser].map((each) => each.slice(0, 2).toLowerCase());
  return wanted.find((each): each is Language => each in catalogues) ?? "en";
}

/** What pages need to speak a language. */
export function speech(language: Language, choose: Speech["choose"]): Speech {
  return { language, t: catalogues[language], format: formats(language), choose };
}

export const languageContext = createContext<Speech>(speech("en", () => undefined));

/** The texts and formats of the chosen language. */
export function useLanguage(): Speech {
  return useContext(languageContext);
}
