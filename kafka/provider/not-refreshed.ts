/** How the warning of a refresh begins that could not read the topics: what it leaves is what was known before. */
export const notRefreshed = "Topics were not refreshed";
