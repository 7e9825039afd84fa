import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { get } from "./client";

/** The state of a request to the server. */
export interface Query<Result> {
  /** The last answer; the path may have changed since. */
  readonly data?: Result;
  /** Why the last request failed; the data of an earlier one stays. */
  readonly error?: Error;
  readonly isLoading: boolean;
  readonly reload: () => void;
}

/**
 * Gets a path, again whenever it changes, and every `interval` milliseconds while the page is visible.
 * With undefined it gets nothing.
 */
export function useQuery<Result>(path: string | undefined, interval?: number): Query<Result> {
  const [state, setState] = useState<{ path?: string; data?: Result; error?: Error }>({});
  const [round, setRound] = useState(0);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  const busy = useRef(false);

  useEffect(() => {
    if (path === undefined) return;
    const abort = new AbortController();
    busy.current = true;
    get<Result>(path, abort.signal)
      .then((data) => setState({ path, data }))
      .catch((error: unknown) => {
        if (abort.signal.aborted) return;
        setState((before) => ({ ...before, path, error: error as Error }));
      })
      .finally(() => {
        busy.current = false;
      });
    return () => abort.abort();
  }, [path, round]);

  useEffect(() => {
    if (interval === undefined) return;
    const timer = setInterval(() => {
      if (!document.hidden && !busy.current) reload();
    }, interval);
    return () => clearInterval(timer);
  }, [interval, reload]);

  return {
    ...(state.data !== undefined && { data: state.data }),
    ...(state.error && state.path === path && { error: state.error }),
    isLoading: state.path !== path,
    reload,
  };
}
