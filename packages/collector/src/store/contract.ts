import { aggregateCases } from "./contract/aggregate-cases.ts";
import { alertCases } from "./contract/alert-cases.ts";
import { evidenceCases } from "./contract/evidence-cases.ts";
import { hostileCases } from "./contract/hostile-cases.ts";
import { randomCases } from "./contract/random-cases.ts";
import { retentionCases } from "./contract/retention-cases.ts";
import { stateCases } from "./contract/state-cases.ts";
import type { OpenStore, TestCase } from "./contract/subject.ts";
import { traceCases } from "./contract/trace-cases.ts";

/**
 * The one suite every adapter of the store port passes. It asserts with `node:assert` and takes the runner's `it`, so
 * unit tests, integration lanes and benches can all run it. Each case opens an empty store of its own.
 */
export function storeContract(
  it: TestCase,
  open: OpenStore,
  options: { readonly seeds?: readonly number[] } = {},
): void {
  aggregateCases(it, open);
  evidenceCases(it, open);
  stateCases(it, open);
  alertCases(it, open);
  traceCases(it, open);
  retentionCases(it, open);
  hostileCases(it, open);
  randomCases(it, open, options.seeds ?? [1, 2, 3, 4]);
}
