/**
 * Holds the labels of the fixture cases against what a running app does. The app runs already, with
 * `UPSTREAM_URL=http://127.0.0.1:<port>`; this program serves the upstream at that port itself.
 *
 * `node --conditions=@weir/source bench/ground-truth/truth/check.ts --app next --url http://127.0.0.1:3000 --port 5101
 *  [--case next/account] [--user 3] [--no-interventions] [--verbose]`
 *
 * Ends with 1 where anything has to be mended.
 */
import { parseArgs } from "node:util";
import { loadUpstream } from "../upstream/load-upstream.ts";
import { UpstreamServer } from "../upstream/upstream-server.ts";
import { checkCase, type CaseCheck } from "./check-case.ts";
import type { FixtureApp } from "./case.ts";
import { loadCases } from "./load-cases.ts";
import { VisitRunner, nameOf } from "./visit-runner.ts";

const { values } = parseArgs({
  options: {
    app: { type: "string" },
    url: { type: "string" },
    port: { type: "string" },
    case: { type: "string" },
    user: { type: "string", default: "3" },
    interventions: { type: "boolean", default: true },
    verbose: { type: "boolean", default: false },
  },
  allowNegative: true,
});
if (values.app === undefined || values.url === undefined || values.port === undefined) {
  console.error(
    "usage: check.ts --app <next|kit|node> --url <of the running app> --port <of the upstream> [--case <start of an id>] [--user 3] [--no-interventions] [--verbose]",
  );
  process.exit(2);
}
const only = values.case ?? "";
const cases = (await loadCases(values.app as FixtureApp)).filter(({ id }) => id.startsWith(only));
const unknown = new Set<string>();
const upstream = await UpstreamServer.listen({
  upstream: await loadUpstream(values.app),
  port: Number(values.port),
  onUnknown: (call) => unknown.add(call),
});
const runner = new VisitRunner(values.url, upstream);
const visit = { user: Number(values.user), n: 1 };
let wrong = 0;
let confirmed = 0;
let open = 0;
try {
  for (const one of cases) {
    const check = await checkCase(one, runner, { interventions: values.interventions, visit }).catch((error: unknown) =>
      failed(one.id, error),
    );
    for (const call of unknown) check.wrong.push(`no upstream route for ${call}`);
    unknown.clear();
    if (check.wrong.length > 0) wrong++;
    confirmed += check.outcomes.filter(({ state }) => state === "confirmed").length;
    open += check.outcomes.filter(({ state }) => state === "open").length;
    print(check, values.verbose);
  }
} finally {
  await upstream.close();
}
console.log(
  `\n${cases.length} cases, ${wrong} to mend; of the labels seen ${confirmed} confirmed by intervention, ${open} open`,
);
process.exit(wrong === 0 ? 0 : 1);

function failed(id: string, error: unknown): CaseCheck {
  return { id, wrong: [String(error)], notes: [], calls: [], outcomes: [], tookMs: Number.NaN, twinMs: undefined };
}

function print(check: CaseCheck, verbose: boolean): void {
  const { id, tookMs, twinMs } = check;
  console.log(
    `${check.wrong.length === 0 ? "ok  " : "MEND"} ${id}  ${tookMs.toFixed(0)} ms${twinMs === undefined ? "" : `, twin ${twinMs.toFixed(0)} ms`}`,
  );
  if (verbose || check.wrong.length > 0) for (const line of check.calls) console.log(`      ${line}`);
  for (const line of check.wrong) console.log(`    - ${line}`);
  for (const line of check.notes) console.log(`    . ${line}`);
  if (verbose)
    for (const { label, state, says, before, after } of check.outcomes)
      console.log(`      ${state} ${label.truth}: ${nameOf(before, [before])} -> ${nameOf(after, [after])}: ${says}`);
}
