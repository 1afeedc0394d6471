import { expect, it } from "vitest";
import { MAX_TOKENS, Tokens } from "./token.ts";

it("is one for a value of a request, until there were too many", () => {
  const tokens = new Tokens();
  const first = tokens.of("usr_7");
  for (let n = 1; n < MAX_TOKENS; n += 1) tokens.of(`usr_7${n}`);
  expect(tokens.of("usr_7")).toBe(first);
  tokens.of("one more");
  expect(tokens.of("usr_7")).not.toBe(first);
  expect(tokens.of("usr_7").id).not.toBe(first.id);
});

it("is looked for by what must stand in a text that holds it in any of its forms", () => {
  const needles = (value: string): readonly string[] => new Tokens().of(value).needles;
  expect(needles("USR_7")).toEqual(["usr_7"]);
  expect(needles("/users/usr-7")).toEqual(["users"]);
  expect(needles("2026-11-21T10:00:00Z")).toEqual(
    expect.arrayContaining(["2026-11-21t10:00:00z", "2026-11-21", String(Date.UTC(2026, 10, 21, 10) / 1000)]),
  );
  expect(needles("x")).toEqual([]);
});
