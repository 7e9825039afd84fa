import { useCallback } from "preact/hooks";
import { useLocation, useSearch } from "wouter-preact";

/** Parameters of the page's URL, and a function to change some: undefined or empty removes one. */
export function useParameters(): readonly [
  URLSearchParams,
  (changes: Readonly<Record<string, string | number | undefined>>) => void,
] {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const change = useCallback(
    (changes: Readonly<Record<string, string | number | undefined>>) => {
      const parameters = new URLSearchParams(search);
      for (const [name, value] of Object.entries(changes)) {
        if (value === undefined || value === "") parameters.delete(name);
        else parameters.set(name, String(value));
      }
      const text = parameters.toString();
      navigate(text === "" ? path : `${path}?${text}`, { replace: true });
    },
    [search, path, navigate],
  );
  return [new URLSearchParams(search), change];
}

/** What a list shows, kept in the page's URL: page, search, order. */
export function useListParameters(orderBy: string) {
  const [parameters, change] = useParameters();
  const page = Math.max(1, Number(parameters.get("page")) || 1);
  const search = parameters.get("q") ?? "";
  const by = parameters.get("orderBy") ?? orderBy;
  const descending = parameters.get("sortOrder") === "DESC";
  return {
    page,
    search,
    parameters,
    query: { page, perPage: 25, search, orderBy: by, sortOrder: descending ? "DESC" : "ASC" },
    setPage: (next: number) => change({ page: next === 1 ? undefined : next }),
    setSearch: useCallback((text: string) => change({ q: text, page: undefined }), [change]),
    change,
    sorting: {
      by,
      descending,
      choose: (nextBy: string, nextDescending: boolean) =>
        change({ orderBy: nextBy, sortOrder: nextDescending ? "DESC" : "ASC", page: undefined }),
    },
  };
}
