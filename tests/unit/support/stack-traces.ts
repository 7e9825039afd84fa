// Pulumi takes a stack trace of every promise for its report of leaks, and Jest looks up each line of it in a source map:
// a third of the time of the tests that declare resources. Other traces stay as they are.
const { prepareStackTrace: format } = Error as {
  prepareStackTrace?: (this: void, error: Error, frames: NodeJS.CallSite[]) => unknown;
};
Error.prepareStackTrace = (error, frames) =>
  frames[0]?.getFunctionName() === "debuggablePromise" ? "" : format?.(error, frames);
