/** A function of the provider that returns nothing: the engine starts the provider to call it. */
export const startToken = "kafka-platform:index:start";
