import type { Message } from "./message.ts";

export const reasonsKo: Readonly<Record<string, Message>> = {};
