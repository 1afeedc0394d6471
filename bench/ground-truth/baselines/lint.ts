import type { Case } from "../truth/case.ts";
import type { GroundTruthResult } from "../report/result.ts";
export async function lintResult(_cases: readonly Case[]): Promise<GroundTruthResult["lint"]> {
  return { leftOut: "not yet" };
}
