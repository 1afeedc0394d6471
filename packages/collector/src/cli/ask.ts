import { createInterface } from "node:readline/promises";
import type { Terminal } from "./terminal.ts";

/** A question with yes or no; no is the answer to everything but yes. Only asked where somebody can answer. */
export async function ask(question: string, terminal: Terminal): Promise<boolean> {
  if (!terminal.interactive) return false;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await lines.question(`${question} [y/N] `);
    return /^\s*(?:y|yes|예|네|ㅛ)\s*$/i.test(answer);
  } finally {
    lines.close();
  }
}
