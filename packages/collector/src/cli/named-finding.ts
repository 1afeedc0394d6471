import type { Finding, FindingDetail } from "@weir/core";
import { detailOf, survey } from "../report/survey.ts";
import { CliError } from "./cli-error.ts";
import { EXIT } from "./exit-code.ts";
import type { Observed } from "./observe.ts";

/** Digits of a fingerprint that are enough to name it. */
const LEAST_DIGITS = 4;

/** The finding that a fingerprint, or its beginning, names. */
export async function namedFinding(observed: Observed, fingerprint: string): Promise<FindingDetail> {
  const { findings } = await survey(observed.api, observed.window);
  return detailOf(observed.api, onlyOne(findings, fingerprint));
}

function onlyOne(findings: readonly Finding[], fingerprint: string): Finding {
  const wanted = fingerprint.toLowerCase();
  const found = findings.filter((finding) => finding.fingerprint.startsWith(wanted));
  const distinct = new Set(found.map((finding) => finding.fingerprint));
  const [first] = found;
  if (distinct.size > 1) {
    throw new CliError("WEIR_USAGE", EXIT.usage, ["error.many-findings", { n: distinct.size, fingerprint }]);
  }
  if (first === undefined || wanted.length < LEAST_DIGITS) {
    throw new CliError("WEIR_FINDING_NOT_FOUND", EXIT.usage, ["error.no-finding", { fingerprint }], ["hint.which", {}]);
  }
  return first;
}
