import { createHmac } from "node:crypto";

const PREFIX = "whsec_";
/** Of the key in bytes, as Standard Webhooks 1.0 says. */
const MIN_KEY = 24;
const MAX_KEY = 64;

/** Keys of a secret: one, or several separated by spaces while a secret is being exchanged. `undefined` when it is none. */
export function keysOf(secret: string): readonly Buffer[] | undefined {
  const texts = secret
    .trim()
    .split(/\s+/)
    .map((part) => (part.startsWith(PREFIX) ? part.slice(PREFIX.length) : part));
  // A decoder that skips what it does not know would sign with a key that nobody else has.
  if (texts.some((text) => !/^[A-Za-z0-9+/]+={0,2}$/.test(text))) return undefined;
  const keys = texts.map((text) => Buffer.from(text, "base64"));
  return keys.every(({ length }) => length >= MIN_KEY && length <= MAX_KEY) ? keys : undefined;
}

/** `webhook-signature`: HMAC-SHA256 over id, timestamp and body, one per key. `timestamp` in whole seconds. */
export function signatureOf(keys: readonly Buffer[], id: string, timestamp: number, body: string): string {
  return keys
    .map((key) => `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`)
    .join(" ");
}
