import type { ApiDeps } from "./deps.ts";
import { FindingBook } from "./findings/finding-book.ts";
import { FINDING_POLICY, type FindingPolicy } from "./findings/policy.ts";

/** What every route works with. */
export interface ApiContext extends Omit<ApiDeps, "policy"> {
  readonly policy: FindingPolicy;
  readonly book: FindingBook;
}

export function apiContext(deps: ApiDeps): ApiContext {
  const policy = { ...FINDING_POLICY, ...deps.policy };
  return { ...deps, policy, book: new FindingBook(deps.store, policy, "remembering") };
}
