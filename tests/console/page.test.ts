import { readMessageQuery, requestParameters } from "../../offline/console/web/api/message-query";
import { en } from "../../offline/console/web/i18n/en";
import { preferredLanguage } from "../../offline/console/web/i18n/language";
import { formats } from "../../offline/console/web/i18n/format";
import { pt } from "../../offline/console/web/i18n/pt";
import { formatJson } from "../../offline/console/web/parts/json";
import { parsePairs } from "../../offline/console/web/parts/form-text";

/** The texts that are the same in both catalogues, by their paths. */
function same(a: object, b: object, path = ""): string[] {
  return Object.entries(a).flatMap(([key, value]: [string, unknown]) => {
    const other = (b as Record<string, unknown>)[key];
    if (typeof value === "object") return same(value!, other!, `${path}${key}.`);
    return typeof value === "string" && value === other ? [`${path}${key}`] : [];
  });
}

test("every text is translated, except words that are the same", () => {
  const words = new Set(["Brokers", "Cluster", "Broker", "Offset", "Kafka", "Part."]);
  const untranslated = same(en, pt).filter((path) => {
    const text = path
      .split(".")
      .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], en);
    return !words.has(String(text));
  });
  expect(untranslated).toEqual([]);
});

test.each<[string | null, string[], string]>([
  [null, ["pt-BR", "en"], "pt"],
  [null, ["de", "en-US"], "en"],
  [null, ["de"], "en"],
  ["pt", ["en"], "pt"],
  ["xx", ["pt"], "pt"],
])("chosen %j, browser %j: %s", (chosen, browser, language) => {
  expect(preferredLanguage(chosen, browser)).toBe(language);
});

test("numbers, bytes and rates in both languages", () => {
  expect(formats("en").number(1234567)).toBe("1,234,567");
  expect(formats("pt").number(1234567)).toBe("1.234.567");
  expect(formats("en").bytes(0)).toBe("0 B");
  expect(formats("en").bytes(1536)).toBe("1.5 KiB");
  expect(formats("pt").bytes(5 * 1024 ** 3)).toBe("5 GiB");
  expect(formats("en").rate(12.34)).toBe("12.3");
  expect(formats("en").rate(1234.5)).toBe("1,235");
});

test("invalid URL parameters fall back to defaults", () => {
  const query = readMessageQuery(new URLSearchParams("from=up&partition=x&offset=-4&limit=7"));
  expect(query).toEqual({
    text: "",
    from: "newest",
    offset: 0,
    time: "",
    limit: 100,
    uncommitted: false,
  });
});

test.each([
  ["", { seekDirection: "BACKWARD", seekType: "LATEST", seekTo: "0::0,1::0" }],
  ["from=oldest", { seekDirection: "FORWARD", seekType: "BEGINNING", seekTo: "0::0,1::0" }],
  ["from=offset&offset=9&partition=1", { seekType: "OFFSET", seekTo: "1::9" }],
  [
    "from=time&time=2026-01-02T03:04:05Z",
    { seekType: "TIMESTAMP", seekTo: "0::1767323045000,1::1767323045000" },
  ],
  ["isolation=all", { isolation: "all" }],
  ["from=live", { seekDirection: "TAILING", seekType: "LATEST" }],
])("the view %j asks for %j", (address, parameters) => {
  const query = readMessageQuery(new URLSearchParams(address));
  expect(requestParameters(query, [0, 1])).toMatchObject(parameters);
});

test("continuing starts where the last request ended", () => {
  const query = readMessageQuery(new URLSearchParams("q=ana"));
  expect(requestParameters(query, [0, 1], "1::7")).toEqual({
    seekDirection: "BACKWARD",
    seekType: "OFFSET",
    seekTo: "1::7",
    limit: 100,
    q: "ana",
    isolation: "committed",
  });
});

test("JSON is formatted, unless formatting would change it", () => {
  expect(formatJson('{"a":[1,2]}')).toBe('{\n  "a": [\n    1,\n    2\n  ]\n}');
  expect(formatJson('{"id":12345678901234567890}')).toBe('{"id":12345678901234567890}');
  expect(formatJson("plain text")).toBeUndefined();
  expect(formatJson('{"open":')).toBeUndefined();
});

test("lines of name=value", () => {
  expect(parsePairs(" a=1 \n\nb=x=y\n")).toEqual({ pairs: { a: "1", b: "x=y" } });
  expect(parsePairs("a=1\nb")).toEqual({ problem: "b" });
});
