/** Holds the token of a browser that opened the address the collector printed. */
const SESSION_COOKIE = "weir_token";

/** A browser keeps the token this long. Seconds. */
const SESSION_SECONDS = 30 * 24 * 60 * 60;

/** The token in a `Cookie` header. */
export function cookieToken(header: string | undefined): string | undefined {
  for (const pair of (header ?? "").split(";")) {
    const [name, value] = pair.trim().split("=", 2);
    if (name === SESSION_COOKIE && value !== undefined && value !== "") return decode(value);
  }
  return undefined;
}

/** `Set-Cookie` for a token: out of reach of scripts and of other sites. */
export function sessionCookie(token: string, secure: boolean): string {
  const parts = [`${SESSION_COOKIE}=${encodeURIComponent(token)}`, "Path=/", "HttpOnly", "SameSite=Strict"];
  return [...parts, `Max-Age=${SESSION_SECONDS}`, ...(secure ? ["Secure"] : [])].join("; ");
}

function decode(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
