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
      const seen = {
        relation: isAs(expected, fact.relation) ? expected : `${fact.relation} (${fact.reason})`,
        kind: kind === undefined ? undefined : fact.kind,
        failFast: failFast === undefined ? undefined : (fact.failFast ?? false),
      };
      expect(seen).toEqual({ relation: expected, kind, failFast });
    });
  }
}

function isAs(expected: Expected, relation: Fact["relation"]): boolean {
  return expected === "needed" ? relation !== "independent" && relation !== "parallel" : relation === expected;
}
