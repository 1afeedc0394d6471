interface Claims {
  sub: string;
  tenant: string;
}

/** The claims of a token the gateway has verified already. */
export function claimsOf(authorization: string | null): Claims {
  const payload = authorization?.split(".")[1] ?? "";
  return JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as Claims;
}
