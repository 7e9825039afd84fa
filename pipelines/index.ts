import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../common/user-error";
import { isSecret, projectConfig } from "../program/configuration";
import { shown } from "../program/shown-error";
import { startProvider } from "../program/start-provider";
import { createTarget } from "./program/create-target";
import { declarePipelines } from "./program/declare";
import { readPlatform } from "./program/platform";
import { refuseMissingTopics } from "./program/topics";
import { projectName, readSettings } from "./settings";

/** The program of the pipelines; it returns the stack's outputs. */
async function program() {
  const settings = readSettings(projectConfig(projectName), pulumi.getStack(), __dirname, isSecret);
  startProvider();
  const platform = await readPlatform(settings.platformStack);
  refuseMissingTopics(settings, platform);
  return declarePipelines(settings, platform, await createTarget(settings, platform));
}

export = () =>
  program().catch((error: unknown) => {
    throw error instanceof UserError ? shown(error) : error;
  });
