import { join } from "node:path";
import { excerpt } from "../../common/excerpt";
import { own } from "../../common/own";
import { UserError } from "../../common/user-error";
import { projectName as pipelinesName } from "../../pipelines/settings";
import { parts } from "../../pipelines/settings/parts";
import { projectName } from "../../settings/files/project-name";
import { services } from "../../settings/services";
import { localFolder, root } from "./places";

/** A Pulumi project of this repository. */
export interface Project {
  /** Its name in Pulumi.yaml, and the namespace of its keys. */
  readonly name: string;
  /** The folder with its Pulumi.yaml and the files of its stacks. */
  readonly folder: string;
  /** Where the copies of these files are that Pulumi uses. */
  readonly copies: string;
  /** The key of each image, and the key of which the value false leaves out what runs in it; none: it always runs. */
  readonly images: readonly { readonly key: string; readonly switchedBy?: string | undefined }[];
}

export const platform: Project = {
  name: projectName,
  folder: root,
  copies: join(localFolder, "config"),
  images: services.map(({ image, count }) => ({ key: image, switchedBy: count })),
};

export const pipelines: Project = {
  name: pipelinesName,
  folder: join(root, "pipelines"),
  copies: join(localFolder, "pipelines/config"),
  images: parts.map((part) => ({
    key: part.image,
    switchedBy: "switchedBy" in part ? part.switchedBy : undefined,
  })),
};

/** @throws UserError if there is no such project. */
export function projectNamed(name: string): Project {
  const project = own({ platform, pipelines }, name);
  if (project) return project;
  throw new UserError(`--project is ${excerpt(name)}; must be platform or pipelines`);
}
