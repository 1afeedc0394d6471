/** The payload of a JSON Web Token, or of a JSON object in base64; `undefined` for anything else. */
export function claimsOf(value: string): Record<string, unknown> | undefined {
  if (!value.includes("eyJ")) return undefined;
  const parts = value.split(".");
  const payload = parts.length === 3 ? parts[1] : parts.length === 1 ? parts[0] : undefined;
  if (payload === undefined || !payload.startsWith("eyJ")) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
    return typeof claims === "object" && claims !== null && !Array.isArray(claims)
      ? (claims as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined; // it only began like one
  }
}
