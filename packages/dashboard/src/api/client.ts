import { AnswerCache } from "./answer-cache.ts";
import { failureOf } from "./failure.ts";
import type { Answer } from "./failure.ts";

const base = new URL("api/v1/", document.baseURI);

export const answers: AnswerCache = new AnswerCache((url, init) => fetch(new URL(url, base), init));

/** Address of an API path for links and streams. */
export function apiUrl(path: string): string {
  return new URL(path, base).href;
}

/** Changes something. JSON both ways, as the collector's protection against forged requests asks for. */
export async function send<Body>(path: string, body: unknown): Promise<Answer<Body>> {
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
