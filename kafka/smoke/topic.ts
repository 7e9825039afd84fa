/** The smoke test's own topic: the test never writes to a user's topic. */
export const smokeTopic = "kafka-platform.smoke.tested";
