/**
 * Headers of every answer to a browser. All span text is untrusted, so scripts and styles come from our own files only;
 * the referrer is withheld because the first URL may carry a token.
 */
export function securityHeaders(frameAncestors: readonly string[]): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'self'",
    "base-uri 'self'",
    "form-action 'self'",
    "object-src 'none'",
    `frame-ancestors ${["'self'", ...frameAncestors.map(checkedAncestor)].join(" ")}`,
  ];
  return {
    "content-security-policy": policy.join("; "),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  };
}

/** A source with a space or a semicolon would write policy of its own. */
function checkedAncestor(source: string): string {
  if (!/^[^\s;,']+$/.test(source)) throw new TypeError("A frame ancestor is one origin, without spaces or quotes");
  return source;
}
