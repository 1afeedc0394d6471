/** What a stub of an upstream answers: every answer has this shape, so that every program can read any of them. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** How an answer differs from the usual one of the same request; `refused`: nobody answers, and `fetch` itself fails. */
export type Twist = "usual" | "other" | "flipped" | "empty" | "fuller" | "failed" | "missing" | "refused";

/** Status of an answer that never came: whoever waits for it fails without having looked at anything. */
export const REFUSED = 0;

/** Twists that an upstream may answer with while it works. */
export const CONTENT_TWISTS: readonly Twist[] = ["other", "flipped", "empty", "fuller"];

/** The answer to a URL: another one for every other URL. */
export function answerTo(url: string, twist: Twist): Answer {
  if (twist === "refused") return { status: REFUSED, body: null };
  if (twist === "missing") return { status: 404, body: thing(`${url}?`, twist, 1) };
  if (twist === "failed") return { status: 503, body: thing(`${url}!`, twist, 1) };
  return { status: 200, body: thing(twist === "other" ? `${url}~` : url, twist, 1) };
}

function thing(seed: string, twist: Twist, depth: number): Record<string, unknown> {
  const hash = hashOf(seed);
  const flag = hash % 2 === 0;
  const count = twist === "empty" ? 0 : (hash % 3) + (twist === "fuller" ? 2 : 0);
  return {
    id: `id${hash % 9973}`,
    name: `n${hash % 577}`,
    n: twist === "empty" ? 0 : hash % 4,
    flag: twist === "flipped" ? !flag : flag,
    meta: { key: `k${hash % 101}` },
    items: depth === 0 ? [] : Array.from({ length: count }, (_, index) => thing(`${seed}/${index}`, twist, depth - 1)),
  };
}

export function hashOf(text: string): number {
  let hash = 2_166_136_261;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 16_777_619);
  return (hash ^ (hash >>> 15)) >>> 0;
}
