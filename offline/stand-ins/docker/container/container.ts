import type { ResourceType } from "../resource-type";
import { createContainer } from "./create";
import { deleteContainer } from "./delete";
import { containerProperties } from "./properties";
import { readContainer } from "./read";
import { updateContainer } from "./update";

/** docker:index/container:Container */
export const container: ResourceType = {
  properties: containerProperties,
  deleteBeforeReplace: true,
  schemaVersion: 2,
  create: createContainer,
  read: readContainer,
  update: updateContainer,
  delete: deleteContainer,
};
