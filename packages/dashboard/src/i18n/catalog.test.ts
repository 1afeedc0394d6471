import { describe, expect, it } from "vitest";
import { en } from "./en.ts";
import { ko } from "./ko.ts";
import type { Message } from "./message.ts";
import { reasonsEn } from "./reasons.en.ts";
import { reasonsKo } from "./reasons.ko.ts";

/** The names each form of a message has values for. */
function namesIn(message: Message): string[] {
  const texts = typeof message === "string" ? [message] : [message.one, message.other];
  return texts.flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ""));
}

const pairs: [string, Message, Message][] = [
  ...Object.entries(en).map(([key, message]): [string, Message, Message] => [key, message, ko[key as keyof typeof ko]]),
  ...Object.entries(reasonsEn).map(([key, message]): [string, Message, Message] => [
    key,
    message,
    reasonsKo[key as keyof typeof reasonsKo],
  ]),
];

describe("Korean", () => {
  it("has exactly the sentences of English", () => {
    expect(Object.keys(ko).sort()).toEqual(Object.keys(en).sort());
    expect(Object.keys(reasonsKo).sort()).toEqual(Object.keys(reasonsEn).sort());
  });

  it("fills in the same values as English", () => {
    const missing = pairs.filter(
      ([, english, korean]) =>
        [...new Set(namesIn(korean))].sort().join() !== [...new Set(namesIn(english))].sort().join(),
    );
    expect(missing).toEqual([]);
  });

  it("puts no particle after a filled-in value", () => {
    const particle = /\{\w+\}(?:을|를|이|가|은|는|와|과|으로|로)(?![가-힣])/;
    const guessed = pairs.filter(([, , korean]) => particle.test(JSON.stringify(korean)));
    expect(guessed).toEqual([]);
  });
});
