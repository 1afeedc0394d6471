import type { Report } from "../report/report-data.ts";
import { recordedAnswer } from "../sample/recorded-answer.ts";
import { recorded, sample } from "../sample/sample.ts";
import { AnswerCache } from "./answer-cache.ts";
import type { Fetch } from "./answer-cache.ts";
import { failureOf } from "./failure.ts";
import type { Answer } from "./failure.ts";

const base = new URL("api/v1/", document.baseURI);

/** A report and the sample answer from themselves; the app asks the collector. */
export const answers: AnswerCache = new AnswerCache(recorded === undefined ? askCollector : answerFrom(recorded));

function askCollector(...[url, init]: Parameters<Fetch>): ReturnType<Fetch> {
  return fetch(new URL(url, base), init);
}

function answerFrom(report: Report): Fetch {
  return async (url) => {
    const body = recordedAnswer(report, url);
    return body === undefined ? new Response(null, { status: 404 }) : Response.json(body);
  };
}

/** Address of an API path for links and streams. */
export function apiUrl(path: string): string {
  return new URL(path, base).href;
}

/** Address of a file that lies beside the page. */
export function pageUrl(name: string): string {
  return new URL(name, document.baseURI).href;
}

/** Changes something. JSON both ways, as the collector's protection against forged requests asks for. */
export async function send<Body>(path: string, body: unknown): Promise<Answer<Body>> {
  if (sample !== undefined) return { ok: false, failure: { kind: "sample" } };
  try {
    const response = await fetch(new URL(path, base), {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json().catch(() => undefined);
    if (response.ok) return { ok: true, body: answer as Body };
    return { ok: false, failure: failureOf(response.status, answer) };
  } catch {
    // `fetch` rejects when there is no connection.
    return { ok: false, failure: { kind: "offline" } };
  }
}
