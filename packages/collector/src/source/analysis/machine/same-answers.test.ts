import { expect, it } from "vitest";
import { MAX_MADE, SameAnswers } from "./same-answers.ts";
import { CONTENT } from "./taint.ts";

const NODE = {} as Parameters<SameAnswers["data"]>[0];

it("tells things made in one place apart up to the bound, and by what they owe to A", () => {
  const answers = new SameAnswers();
  const made = Array.from({ length: MAX_MADE + 3 }, () => answers.data(NODE, 0));
  expect(new Set(made).size).toBe(MAX_MADE);
  expect(made).not.toContain(answers.data(NODE, CONTENT));
});
