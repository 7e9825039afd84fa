import { UserError } from "../../../common/user-error";
import { describeExpected } from "../../../scripts/terminal/run-script";

function systemError(code: string, path?: string): Error {
  return Object.assign(new Error(`${code}: open`), { code, ...(path && { path }) });
}

const fix =
  "Run the command as the user to whom the checkout belongs, on a disk that can be written.";

test.each<[string, unknown, string | undefined]>([
  ["an expected error", new UserError("set it"), "set it"],
  [
    "a file of somebody else",
    systemError("EACCES", "/a/b"),
    `/a/b cannot be used: permission denied. ${fix}`,
  ],
  [
    "a file on a read-only disk",
    systemError("EROFS", "/a/b"),
    `/a/b cannot be used: it is on a read-only file system. ${fix}`,
  ],
  ["a missing file, which is a defect", systemError("ENOENT", "/a/b"), undefined],
  ["a refused connection, which has no file", systemError("EACCES"), undefined],
  ["a defect", new TypeError("x is undefined"), undefined],
  ["no error", "text", undefined],
])("what is said of %s", (_what, error, expected) => {
  expect(describeExpected(error, [UserError])).toBe(expected);
});
