import manifest from "../package.json";

/** Version of the console and its image. */
export const { version } = manifest;
