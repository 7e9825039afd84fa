// Pulumi takes a stack trace of every promise for its report of leaks, which no test reads: a third of the time of those
// that declare resources.
jest.mock("@pulumi/pulumi/runtime/debuggable", () => ({
  ...jest.requireActual<object>("@pulumi/pulumi/runtime/debuggable"),
  debuggablePromise: <Value>(promise: Promise<Value>) => promise,
}));
