import { excerpt } from "../../common/excerpt";
import { UserError } from "../../common/user-error";

/** @throws UserError if a version is not MAJOR.MINOR.PATCH (https://semver.org), or not above the last one. */
export function requireNextVersion(version: string, last: string): void {
  if (!/^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}$/.test(version)) {
    throw new UserError(
      `VERSION=${excerpt(version)} must be a version such as 1.2.3: make release VERSION=1.2.3`,
    );
  }
  const [parts, lastParts] = [version, last].map((each) => each.split(".").map(Number));
  const first = parts?.findIndex((part, index) => part !== lastParts?.[index]) ?? -1;
  if (first < 0 || Number(parts?.[first]) < Number(lastParts?.[first])) {
    throw new UserError(`VERSION=${version} must be above ${last}, the version of package.json.`);
  }
}
