import { pagesKo as shared } from "@weir/core/messages/pages-ko";
import { describe, expect, it } from "vitest";
import type { Message } from "@weir/core/messages";
import { en } from "./en.ts";
import { ko } from "./ko.ts";

/** The names each form of a message has values for. */
function namesIn(message: Message): string[] {
  const texts = typeof message === "string" ? [message] : [message.one, message.other];
  return texts.flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ""));
}

const pairs = Object.entries(en).map(([key, message]): [string, Message, Message] => [
  key,
  message,
  ko[key as keyof typeof ko],
]);

describe("Korean", () => {
  it("has exactly the sentences of English", () => {
    const english: object = en;
    const own = Object.keys(ko).filter((key) => !Object.hasOwn(shared, key) || Object.hasOwn(english, key));
    expect(own.sort()).toEqual(Object.keys(en).sort());
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
