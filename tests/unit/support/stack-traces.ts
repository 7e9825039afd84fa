// Node.js's own limit: Jest sets 100. Pulumi takes a stack trace of every promise, and Jest looks up each of its lines
// in a source map.
Error.stackTraceLimit = 10;
