/**
 * The form of the path that a web page is served at: segments of RFC 3986's unreserved characters, none of them relative,
 * up to 200 characters in all. Without a slash at the end, as Spring's ContextPathCompositeHandler requires.
 */
export const webPath = {
  pattern: /^(?=.{0,200}$)(\/(?!\.{1,2}(\/|$))[\w.~-]+)*$/,
  error:
    "must be empty or a path such as /kafka, of A-Z, a-z, 0-9, '.', '_', '~' and '-', without '/' at the end",
};
