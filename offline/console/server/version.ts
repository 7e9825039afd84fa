import manifest from "../package.json";

/** Version of the console, which its image has too. */
export const { version } = manifest;
