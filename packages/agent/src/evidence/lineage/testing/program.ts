import * as fc from "fast-check";

/** A small async program; `ProgramRun` gives it meaning. */
export type Program =
  | { readonly kind: "call"; readonly time: number; readonly read: "headers" | "body" | "fails" }
  | { readonly kind: "get"; readonly time: number }
  | { readonly kind: "sleep"; readonly by: "outside" | "promise" | "timer" }
  | { readonly kind: "sequence" | "all" | "settled" | "race" | "limited"; readonly parts: readonly Program[] }
  | { readonly kind: "then" | "hoisted" | "floating" | "generator"; readonly first: Program; readonly next: Program }
  | {
      readonly kind: "returned";
      readonly waited: Program;
      readonly earlier: Program;
      readonly mark: "await" | "return";
    }
  | {
      readonly kind: "queued";
      readonly by: "immediate" | "tick" | "microtask";
      readonly first: Program;
      readonly next: Program;
    }
  | { readonly kind: "memo"; readonly key: number; readonly shared: boolean; readonly first: Program };

export const programs: fc.Arbitrary<Program> = fc.letrec<{ program: Program }>((tie) => {
  const program = tie("program");
  const time = fc.integer({ min: 1, max: 12 });
  const parts = fc.array(program, { minLength: 2, maxLength: 4 });
  const call = fc.record({
    kind: fc.constant("call" as const),
    time,
    read: fc.constantFrom("headers" as const, "body" as const, "body" as const, "fails" as const),
  });
  return {
    program: fc.oneof(
      { maxDepth: 6, depthSize: "medium", withCrossShrink: true },
      { weight: 6, arbitrary: call },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant("get" as const), time }) },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constant("sleep" as const),
          by: fc.constantFrom("outside" as const, "promise" as const, "timer" as const),
        }),
      },
      {
        weight: 5,
        arbitrary: fc.record({
          kind: fc.constantFrom(
            "sequence" as const,
            "sequence" as const,
            "all" as const,
            "settled" as const,
            "race" as const,
            "limited" as const,
          ),
          parts,
        }),
      },
      {
        weight: 4,
        arbitrary: fc.record({
          kind: fc.constantFrom("then" as const, "hoisted" as const, "floating" as const, "generator" as const),
          first: program,
          next: program,
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constant("returned" as const),
          waited: program,
          earlier: program,
          mark: fc.constantFrom("await" as const, "return" as const),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constant("queued" as const),
          by: fc.constantFrom("immediate" as const, "tick" as const, "microtask" as const),
          first: program,
          next: program,
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constant("memo" as const),
          key: fc.integer({ min: 0, max: 2 }),
          shared: fc.boolean(),
          first: program,
        }),
      },
    ),
  };
}).program;
