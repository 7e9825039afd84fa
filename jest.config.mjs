import process from "node:process";

// Tests run make as a user does: as part of the `make test` that started them, it would name the folders it enters.
for (const name of ["MAKELEVEL", "MAKEFLAGS", "MFLAGS"]) delete process.env[name];

/** One suite for each folder of tests: `npx jest --selectProjects unit`. */
function suite(name) {
  return {
    displayName: name,
    testMatch: [`<rootDir>/tests/${name}/**/*.test.ts`],
    testEnvironment: "node",
    transform: { "\\.ts$": "@sucrase/jest-plugin" },
  };
}

/** @type {import("jest").Config} */
export default {
  projects: [
    { ...suite("unit"), setupFilesAfterEnv: ["<rootDir>/tests/unit/support/stack-traces.ts"] },
    ...["offline", "scripts", "commands", "e2e", "recovery"].map(suite),
    ...["offline-kubernetes", "e2e-kubernetes"].map(suite),
    // Pure logic of the console, in its own folder because it has its own packages.
    suite("console"),
    { ...suite("browser"), globalSetup: "<rootDir>/tests/browser/support/set-up.ts" },
  ],
  // Steps of an end-to-end test wait for real containers.
  testTimeout: 300_000,
  // How many tests marked as concurrent run in parallel: they wait more than they compute.
  maxConcurrency: 4,
};
