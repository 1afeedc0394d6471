import type { Page } from "playwright-core";
import { alertWordsEn } from "../../../packages/core/src/messages/index.ts";
import type { Message, Sentences } from "../../../packages/core/src/messages/index.ts";
import { en } from "../../../packages/dashboard/src/i18n/en.ts";
import { keysMark } from "../../../packages/dashboard/src/i18n/keys-mark.ts";
import { reasonSentences } from "../../../packages/dashboard/src/i18n/reasons.en.ts";

const ACCENTED: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from("aeiouyAEIOUY", (letter, place) => [letter, Array.from("áéíóúýÁÉÍÓÚÝ")[place] ?? letter]),
);
/** As much longer than English as other languages get. */
const LONGER = 1.4;

/** A sentence that no language has: two fifths longer, told from every other text by its letters and its brackets. */
export function pseudo(text: string): string {
  const pieces = text.split(/(\{\w+\})/);
  const accented = pieces.map((piece, place) =>
    place % 2 === 1 ? piece : piece.replaceAll(/[aeiouy]/gi, (letter) => ACCENTED[letter] ?? letter),
  );
  const missing = Math.round(text.length * (LONGER - 1)) - 2;
  return `⟦${accented.join("")}${" éíóú".repeat(text.length).slice(0, Math.max(0, missing))}⟧`;
}

function pseudoMessage(message: Message): Message {
  return typeof message === "string" ? pseudo(message) : { one: pseudo(message.one), other: pseudo(message.other) };
}

function unkeyed(english: Sentences): string {
  return JSON.stringify({ mark: keysMark(english), sentences: Object.values(english).map(pseudoMessage) });
}

/** From now on Korean is written in sentences that no language has. */
export async function speakPseudo(page: Page): Promise<void> {
  const body = `export const pages = ${unkeyed(en)}, reasons = ${unkeyed(reasonSentences)}, alerts = ${unkeyed(alertWordsEn)};`;
  await page.route(/\/assets\/ko\.values-/, (route) => route.fulfill({ contentType: "text/javascript", body }));
}
