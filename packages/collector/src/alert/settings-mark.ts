import { createHash } from "node:crypto";
import { Secret } from "./secret.ts";
import type { ReceiverSettings } from "./settings.ts";

/** Tells a receiver's settings apart without holding them: of a secret nobody can guess, a digest gives nothing away. */
export function settingsMark(settings: ReceiverSettings): string {
  const parts = Object.values(settings).map((value: unknown) =>
    value instanceof Secret ? value.reveal() : JSON.stringify(value),
  );
  return createHash("sha256").update(parts.join("\u0000")).digest("hex").slice(0, 12);
}
