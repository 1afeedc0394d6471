import { type AlertMessage, plainText } from "@weir/core";
import type { Answer, Send } from "../../net/guarded-request.ts";
import type { GithubSettings } from "../../settings.ts";
import { outcomeOf } from "../outcome.ts";
import type { Receiver, ReceiverLimits, SendContext, SendOutcome, Standing } from "../port.ts";
import { commentMarker, commentText, countText } from "./comment-text.ts";
import { GithubClient, listIn, valueIn } from "./github-client.ts";

const DAY_MS = 86_400_000;
/** Longest description of a commit status. */
const MAX_DESCRIPTION = 140;
/** Pull requests of one commit that get the comment. */
const MAX_PULLS = 5;

/**
 * A commit status and one comment per pull request, edited in place. Both say how things stand, so sending twice does no
 * harm. The version has to be a commit: that is what ties a deploy to a pull request.
 */
export class Github implements Receiver {
  readonly kind = "github";
  readonly target: string;
  readonly limits: ReceiverLimits = { paceMs: 1_000, giveUpAfterMs: 4 * DAY_MS, groupsItself: false };
  readonly #settings: GithubSettings;
  readonly #client: GithubClient;

  constructor(settings: GithubSettings, send: Send) {
    this.#settings = settings;
    this.#client = new GithubClient(settings, send);
    this.target = settings.repo;
  }

  body(message: AlertMessage, context: SendContext): string {
    const { service = "", env = "" } = message.labels;
    return commentText(ofVersion(message, context), service, env, context);
  }

  async send(message: AlertMessage, context: SendContext): Promise<SendOutcome> {
    if (message.test === true) return outcomeOf(await this.#client.call("GET", ""), context.now);
    const { service, env, version = "" } = message.labels;
    if (service === undefined || env === undefined) return { kind: "refused", reason: "failure.refused" };
    if (!/^[0-9a-f]{7,40}$/i.test(version)) return { kind: "refused", reason: "failure.not-a-commit" };
    const commit = await this.#client.call("GET", `/commits/${version}`);
    const sha = (valueIn(commit) as { readonly sha?: unknown } | undefined)?.sha;
    if (typeof sha !== "string") {
      const outcome = outcomeOf(commit, context.now);
      const unknown = outcome.kind === "sent" || outcome.status === 404 || outcome.status === 422;
      return unknown ? { kind: "refused", reason: "failure.not-a-commit" } : outcome;
    }
    for (const step of this.#steps(sha, service, env, message, context)) {
      const outcome = outcomeOf(await step(), context.now);
      if (outcome.kind !== "sent") return outcome;
    }
    return { kind: "sent", status: 200 };
  }

  #steps(
    sha: string,
    service: string,
    env: string,
    message: AlertMessage,
    context: SendContext,
  ): readonly (() => Promise<Answer>)[] {
    const standing = ofVersion(message, context);
    const { as } = this.#settings;
    return [
      ...(as.includes("status") ? [() => this.#status(sha, service, env, standing, context)] : []),
      ...(as.includes("comment") ? [() => this.#comment(sha, service, env, standing, context)] : []),
    ];
  }

  #status(
    sha: string,
    service: string,
    env: string,
    standing: readonly Standing[],
    context: SendContext,
  ): Promise<Answer> {
    const open = standing.filter(({ endsAt }) => endsAt === undefined).length;
    return this.#client.call("POST", `/statuses/${sha}`, {
      state: open > 0 ? "failure" : "success",
      context: plainText(`weir/${service}/${env}`, 100),
      description: plainText(countText(open, context.lang), MAX_DESCRIPTION),
      target_url: `${context.dashboard}/findings`,
    });
  }

  async #comment(
    sha: string,
    service: string,
    env: string,
    standing: readonly Standing[],
    context: SendContext,
  ): Promise<Answer> {
    const pulls = await this.#client.call("GET", `/commits/${sha}/pulls`);
    const body = commentText(standing, service, env, context);
    let last = pulls;
    for (const { number } of (listIn(pulls) ?? []).slice(0, MAX_PULLS)) {
      if (typeof number !== "number") continue;
      const found = await this.#client.findComment(number, commentMarker(service, env));
      if ("kind" in found) return found;
      last =
        found.id === undefined
          ? await this.#client.call("POST", `/issues/${number}/comments`, { body })
          : await this.#client.call("PATCH", `/issues/comments/${found.id}`, { body });
      if (valueIn(last) === undefined) return last;
    }
    return last;
  }
}

/** What stands in the version a message is about, and what was fixed in it. */
function ofVersion({ labels }: AlertMessage, { standing }: SendContext): readonly Standing[] {
  const { service, env, version } = labels;
  return standing.filter(({ life }) => life.service === service && life.env === env && life.version === version);
}
