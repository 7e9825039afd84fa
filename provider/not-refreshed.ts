/** The beginning of the warning of a refresh that could not read the topics: the state keeps what was known before. */
export const notRefreshed = "Topics were not refreshed";
