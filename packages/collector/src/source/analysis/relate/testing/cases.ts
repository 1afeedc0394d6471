import { expect, it } from "vitest";
import { relationIn } from "./fixture.ts";

type Fact = ReturnType<typeof relationIn>;

/** `needed`: anything but a claim that B does without A. */
export type Expected = Fact["relation"] | "needed";

export interface Case {
  readonly expected: Expected;
  readonly kind?: Fact["kind"];
  readonly failFast?: boolean;
  readonly code: string;
}

/** One test for each named piece of code. */
export function related(cases: Readonly<Record<string, Case>>): void {
  for (const [name, { expected, kind, failFast, code }] of Object.entries(cases)) {
    it(`${name}: ${expected}`, () => {
      const fact = relationIn(code);
      const shown = `${fact.relation} ${fact.reason} ${JSON.stringify(fact.detail ?? {})}`;
      if (expected === "needed") expect(["independent", "parallel"], shown).not.toContain(fact.relation);
      else expect(fact.relation, shown).toBe(expected);
      if (kind !== undefined) expect(fact.kind).toBe(kind);
      if (failFast !== undefined) expect(fact.failFast ?? false).toBe(failFast);
    });
  }
}
