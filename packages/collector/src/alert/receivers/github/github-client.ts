import type { Answer, Send } from "../../net/guarded-request.ts";
import type { GithubSettings } from "../../settings.ts";

/** Comments looked through for ours; a pull request with more gets a second one. */
const MAX_PAGES = 10;
const PER_PAGE = 100;

/** The few calls of GitHub's REST API that are needed. */
export class GithubClient {
  readonly #settings: GithubSettings;
  readonly #send: Send;

  constructor(settings: GithubSettings, send: Send) {
    this.#settings = settings;
    this.#send = send;
  }

  call(method: "GET" | "POST" | "PATCH", path: string, body?: object): Promise<Answer> {
    const { api, repo, token } = this.#settings;
    return this.#send({
      method,
      url: `${api.reveal().replace(/\/+$/, "")}/repos/${repo}${path}`,
      headers: {
        accept: "application/vnd.github+json",
        authorization: `Bearer ${token.reveal()}`,
        "x-github-api-version": "2022-11-28",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      timeoutMs: 20_000,
    });
  }

  /** Id of the comment that holds the marker, `undefined` when none does. */
  async findComment(pull: number, marker: string): Promise<Answer | { readonly id: number | undefined }> {
    for (let page = 1; page <= MAX_PAGES; page += 1) {
      const answer = await this.call("GET", `/issues/${pull}/comments?per_page=${PER_PAGE}&page=${page}`);
      const comments = listIn(answer);
      if (comments === undefined) return answer;
      const own = comments.find(({ body }) => typeof body === "string" && body.includes(marker));
      if (typeof own?.["id"] === "number") return { id: own["id"] };
      if (comments.length < PER_PAGE) break;
    }
    return { id: undefined };
  }
}

/** The list an answer holds; `undefined` when it is no success or no list. */
export function listIn(answer: Answer): readonly Readonly<Record<string, unknown>>[] | undefined {
  const value = valueIn(answer);
  if (!Array.isArray(value)) return undefined;
  return value.filter((item) => typeof item === "object" && item !== null) as Readonly<Record<string, unknown>>[];
}

export function valueIn(answer: Answer): unknown {
  if (answer.kind !== "answer" || answer.status < 200 || answer.status > 299) return undefined;
  try {
    return JSON.parse(answer.text) as unknown;
  } catch {
    return undefined;
  }
}
