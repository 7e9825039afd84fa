/** The smoke test's own topic: it never writes into a topic of the user's. */
export const smokeTopic = "kafka-platform.smoke.tested";
