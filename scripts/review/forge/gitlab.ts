import type { Forge } from "./forge";
import { listAll, required, type Rest, send } from "./rest";

interface Author {
  readonly author: { readonly username: string };
}

/** GitLab, from the environment of a GitLab CI job and a project access token in GITLAB_TOKEN. */
export function gitLab(environment: NodeJS.ProcessEnv): Forge {
  const token = "a project access token with the scope api, as the job's own token cannot comment";
  const rest: Rest = {
    url: required(environment, "CI_API_V4_URL", "the address of GitLab's REST interface"),
    headers: { "PRIVATE-TOKEN": required(environment, "GITLAB_TOKEN", token) },
  };
  const project = `/projects/${required(environment, "CI_PROJECT_ID", "the id of the project")}`;
  const notes = () =>
    `${project}/merge_requests/${required(environment, "CI_MERGE_REQUEST_IID", "the merge request")}/notes`;
  return {
    account: async () => ((await send(rest, "GET", "/user")) as { username: string }).username,
    comments: {
      list: async () =>
        (await listAll<Author & { id: number; body: string }>(rest, notes())).map(
          ({ id, body, author }) => ({ id, text: body, author: author.username }),
        ),
      create: async (body) => void (await send(rest, "POST", notes(), { body })),
      edit: async (id, body) => void (await send(rest, "PUT", `${notes()}/${id}`, { body })),
    },
    issues: {
      list: async () => {
        const path = `${project}/issues?state=opened`;
        const found = await listAll<Author & { iid: number; description: string | null }>(
          rest,
          path,
        );
        return found.map(({ iid, description, author }) => ({
          id: iid,
          text: description ?? "",
          author: author.username,
        }));
      },
      create: async (description, title) =>
        void (await send(rest, "POST", `${project}/issues`, { title, description })),
      edit: async (id, description) =>
        void (await send(rest, "PUT", `${project}/issues/${id}`, { description })),
      close: async (id) =>
        void (await send(rest, "PUT", `${project}/issues/${id}`, { state_event: "close" })),
    },
  };
}
