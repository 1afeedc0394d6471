import { claimsOf } from "./claims.ts";
import { withoutScheme } from "./headers.ts";
import { cookiesOf } from "./slots.ts";
import type { Headers } from "./source.ts";

const SESSION = /sess|sid$|^sid|auth|token|jwt|user|login|connect\.sid/i;
/** Same for everybody, or new with every visit. */
const NOT_A_SESSION = /csrf|xsrf|^_g|analytics|consent|theme|lang|locale|state|nonce/i;
const USER_HEADERS = new Set(["x-api-key", "x-user-id", "x-forwarded-user", "x-auth-request-user", "x-user"]);

/** Who asked: the subject of a token, else the credential itself; `undefined` where the request names nobody. */
export function principalOf(headers: Headers): string | undefined {
  for (const [name, value] of headers) {
    if (name === "authorization") return subjectOf(withoutScheme(value));
    if (USER_HEADERS.has(name)) return value;
  }
  for (const [name, value] of headers) {
    if (name !== "cookie") continue;
    for (const [cookie, content] of cookiesOf(value)) {
      if (SESSION.test(cookie) && !NOT_A_SESSION.test(cookie)) return subjectOf(content);
    }
  }
  return undefined;
}

/** A token is renewed every few minutes; whom it speaks of stays. */
function subjectOf(credential: string): string {
  const claims = claimsOf(credential);
  const subject = claims?.["sub"] ?? claims?.["email"] ?? claims?.["user_id"] ?? claims?.["userId"];
  return typeof subject === "string" || typeof subject === "number" ? String(subject) : credential;
}
