import { expect, it } from "vitest";
import { readAudit } from "./audit-report.ts";

it("reads what is known, and takes nothing but a report for an answer", () => {
  const advisory = { severity: "high", module_name: "left-pad", title: "pads right" };
  expect(readAudit(JSON.stringify({ advisories: { 1: advisory }, metadata: {} }))).toEqual({
    kind: "answered",
    holes: [{ severity: "high", name: "left-pad", title: "pads right" }],
  });
  expect(readAudit('{"advisories":{}}')).toEqual({ kind: "answered", holes: [] });
  for (const output of [
    "",
    "Error: responded with 405",
    "{}",
    "null",
    '{"error":{"code":"ERR"}}',
    '{"advisories":null}',
  ])
    expect(readAudit(output)).toEqual({ kind: "no-answer" });
});
