import { createHmac } from "node:crypto";

/** The secret of a webhook's signing key: what the key service answers, and what the sender signs with. */
export function secretOf(keyId: string): string {
  return createHmac("sha256", "bench").update(keyId).digest("hex");
}

export function signatureOf(keyId: string, body: unknown): string {
  return createHmac("sha256", secretOf(keyId)).update(JSON.stringify(body)).digest("hex");
}
