import { describe, expect, it } from "vitest";
import { VERDICTS } from "../evidence/verdict.ts";
import { FINDING_KINDS } from "../finding/kind.ts";
import { en } from "./en.ts";
import { ko } from "./ko.ts";
import type { Message } from "./message.ts";
import { say } from "./say.ts";

/** The names each form of a message has values for. */
function namesIn(message: Message | undefined): string {
  const texts = typeof message === "object" ? [message.one, message.other] : [message ?? ""];
  return [...new Set(texts.flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)))].sort().join();
}

const korean: Readonly<Record<string, Message>> = ko;

describe("Korean", () => {
  it("has exactly the sentences of English", () => {
    expect(Object.keys(ko).sort()).toEqual(Object.keys(en).sort());
  });

  it("fills in the same values as English", () => {
    const unlike = Object.entries(en).filter(([code, message]) => namesIn(korean[code]) !== namesIn(message));
    expect(unlike).toEqual([]);
  });

  it("puts no particle after a filled-in value", () => {
    const particle = /\{\w+\}(?:을|를|이|가|은|는|와|과|으로|로)(?![가-힣])/;
    expect(Object.entries(ko).filter(([, message]) => particle.test(JSON.stringify(message)))).toEqual([]);
  });
});

describe("say", () => {
  it("fills values in, in both languages", () => {
    expect(say("title.serial", { n: 1, call: "GET /offers", on: "GET /user" }, "en")).toBe(
      "GET /offers waits for GET /user without needing it",
    );
    expect(say("source.unused-before", { line: 14 }, "ko")).toBe("14행의 응답이 뒤 호출까지 어디에도 쓰이지 않음");
  });

  it("puts a reason's own sentence in the place of why", () => {
    expect(say("change.source-followed", { why: "source.generator" }, "en")).toBe(
      "the source followed further: a generator lies on the way",
    );
  });

  it("lets a code of a newer collector stand for itself, and ends when a reason names itself", () => {
    expect(say("source.not-invented-yet", {}, "en")).toBe("source.not-invented-yet");
    expect(say("constructor", {}, "ko")).toBe("constructor");
    expect(say("change.source-available", { why: "change.source-available" }, "en")).toBe(
      "the source: change.source-available",
    );
  });

  it("knows every kind and verdict", () => {
    const codes = [...FINDING_KINDS.map((kind) => `title.${kind}`), ...VERDICTS.map((verdict) => `verdict.${verdict}`)];
    expect(codes.filter((code) => say(code, {}, "en") === code)).toEqual([]);
  });
});
