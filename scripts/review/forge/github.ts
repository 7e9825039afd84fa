import { readFileSync } from "node:fs";
import { excerpt } from "../../../common/excerpt";
import { UserError } from "../../../common/user-error";
import type { Forge, Note } from "./forge";
import { listAll, required, type Rest, send } from "./rest";

interface GitHubNote {
  readonly id: number;
  readonly number: number;
  readonly body: string | null;
  /** Null if the account no longer exists. */
  readonly user: { readonly login: string } | null;
  readonly pull_request?: object;
}

/** GitHub, from the environment of a GitHub Actions job and the token that the workflow passes to it. */
export function gitHub(environment: NodeJS.ProcessEnv): Forge {
  const rest: Rest = {
    url: environment.GITHUB_API_URL ?? "https://api.github.com",
    headers: {
      Authorization: `Bearer ${required(environment, "GITHUB_TOKEN", "the token of the job")}`,
      Accept: "application/vnd.github+json",
      "X-GitHub-Api-Version": "2022-11-28",
    },
  };
  const repository = `/repos/${required(environment, "GITHUB_REPOSITORY", "owner/name")}`;
  const comments = () => `${repository}/issues/${pullRequest(environment)}/comments`;
  const graphQl = environment.GITHUB_GRAPHQL_URL ?? `${rest.url.replace(/\/v3$/, "")}/graphql`;
  return {
    account: () => account(rest, new URL(graphQl)),
    comments: {
      list: async () =>
        (await listAll<GitHubNote>(rest, comments())).map((each) => note(each.id, each)),
      create: async (body) => void (await send(rest, "POST", comments(), { body })),
      edit: async (id, body) =>
        void (await send(rest, "PATCH", `${repository}/issues/comments/${id}`, { body })),
    },
    issues: {
      list: async () =>
        (await listAll<GitHubNote>(rest, `${repository}/issues?state=open`))
          // GitHub's list of issues includes pull requests.
          .filter((issue) => issue.pull_request === undefined)
          .map((each) => note(each.number, each)),
      create: async (body, title) =>
        void (await send(rest, "POST", `${repository}/issues`, { title, body })),
      edit: async (number, body) =>
        void (await send(rest, "PATCH", `${repository}/issues/${number}`, { body })),
      close: async (number) =>
        void (await send(rest, "PATCH", `${repository}/issues/${number}`, { state: "closed" })),
    },
  };
}

function note(id: number, { body, user }: GitHubNote): Note {
  return { id, text: body ?? "", author: user?.login ?? "" };
}

/** Asks through GraphQL: REST cannot answer this for a job's token, which belongs to no user. */
async function account(rest: Rest, { origin, pathname }: URL): Promise<string> {
  const query = "query { viewer { login } }";
  const answer = (await send({ ...rest, url: origin }, "POST", pathname, { query })) as {
    readonly data?: { readonly viewer?: { readonly login: string } };
  };
  const login = answer.data?.viewer?.login;
  if (!login) {
    throw new UserError(
      `GitHub does not report whose token GITHUB_TOKEN is: ${excerpt(JSON.stringify(answer))}`,
    );
  }
  return login;
}

function pullRequest(environment: NodeJS.ProcessEnv): number {
  const path = required(environment, "GITHUB_EVENT_PATH", "the file with the event of the job");
  const event = JSON.parse(readFileSync(path, "utf8")) as { pull_request?: { number: number } };
  return Number(
    event.pull_request?.number ??
      required(
        environment,
        "PULL_REQUEST",
        "the number of the pull request, as the job does not run for one",
      ),
  );
}
