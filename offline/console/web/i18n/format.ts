/** How numbers and times are written in a language. */
export interface Format {
  readonly number: (value: number) => string;
  /** A number in few characters, such as 1.2M. */
  readonly short: (value: number) => string;
  readonly bytes: (value: number) => string;
  /** A rate, with one decimal where it is small. */
  readonly rate: (value: number) => string;
  readonly seconds: (milliseconds: number) => string;
  /** Date and time to the millisecond, in the browser's time zone. */
  readonly time: (iso: string) => string;
}

const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

export function formats(language: string): Format {
  const locale = language === "pt" ? "pt-BR" : "en-GB";
  const number = new Intl.NumberFormat(locale);
  const short = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
  const decimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "short" });
  const clock = new Intl.DateTimeFormat(locale, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
  });
  return {
    number: (value) => number.format(value),
    short: (value) => (value < 10000 ? decimal.format(value) : short.format(value)),
    bytes: (value) => {
      const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, value)) / 10));
      return `${decimal.format(value / 1024 ** power)} ${units[power]}`;
    },
    rate: (value) => (value < 100 ? decimal.format(value) : number.format(Math.round(value))),
    seconds: (milliseconds) => decimal.format(milliseconds / 1000),
    time: (iso) => {
      const date = new Date(iso);
      return `${day.format(date)} ${clock.format(date)}`;
    },
  };
}
