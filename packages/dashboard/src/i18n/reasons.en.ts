import type { Message } from "./message.ts";

/** A sentence per reason code. */
export const reasonsEn = {} as const satisfies Readonly<Record<string, Message>>;
