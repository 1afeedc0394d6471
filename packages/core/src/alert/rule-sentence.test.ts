import { describe, expect, it } from "vitest";
import { ruleSentence, ruleSentenceIn } from "./rule-sentence.ts";

const plain = (text: string): string => text.replaceAll("\u00a0", " ");
const rule = { when: "finding.escalated", if: { waitPerMinuteMs: 5000, forMs: 900_000 }, notify: ["ops"] } as const;

describe("ruleSentence", () => {
  it("says when, if and whom, in both languages", () => {
    expect(plain(ruleSentence(rule, "en"))).toBe(
      "When a needless wait gets worse, costing at least 5 s of user wait per minute, for 15 min, tell ops.",
    );
    expect(ruleSentence(rule, "ko")).toContain("ops");
  });

  it("leaves out whom when nobody is told", () => {
    expect(ruleSentence({ when: "ingest.degraded", if: {}, notify: [] }, "en")).toBe("When spans are dropped.");
  });

  it("speaks out of any catalogue", () => {
    expect(ruleSentenceIn({ ...rule, if: {} }, (code) => code, "en")).toBe(
      "alert.rule.finding.escalated, alert.rule.notify.",
    );
  });
});
