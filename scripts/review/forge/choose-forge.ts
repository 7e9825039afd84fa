import { UserError } from "../../../common/user-error";
import type { Forge } from "./forge";
import { gitHub } from "./github";
import { gitLab } from "./gitlab";

/**
 * The forge whose runner this is, recognized by the environment that it gives every job.
 *
 * @throws UserError that names what is missing in the environment.
 */
export function chooseForge(environment: NodeJS.ProcessEnv): Forge {
  if (environment.GITHUB_REPOSITORY) return gitHub(environment);
  if (environment.CI_PROJECT_ID) return gitLab(environment);
  throw new UserError(
    "This is neither a GitHub Actions job (GITHUB_REPOSITORY is not set) nor a GitLab CI job (CI_PROJECT_ID " +
      "is not set): there is nowhere to post to.",
  );
}
