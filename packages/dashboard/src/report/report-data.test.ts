import { describe, expect, it } from "vitest";
import { fillReport, parseReport, REPORT_PLACEHOLDER } from "./report-data.ts";

const template = `<script type="application/json">${REPORT_PLACEHOLDER}</script>`;
const report = {
  weirReport: 1,
  start: "/findings/a",
  answers: { "findings/a": { text: "</script><!-- $& $1 \u2028" } },
} as const;

describe("fillReport and parseReport", () => {
  it("come back to the same data, whatever it says", () => {
    const html = fillReport(template, report);
    const text = html.slice(html.indexOf(">") + 1, html.lastIndexOf("<"));
    expect(parseReport(text)).toEqual(report);
  });

  it("leave no way out of the element", () => {
    expect(fillReport(template, report).match(/<\/?script|<!--/g)).toEqual(["<script", "</script"]);
  });

  it("see no report in the template or in the app's own page", () => {
    expect(parseReport(REPORT_PLACEHOLDER)).toBeUndefined();
    expect(parseReport(undefined)).toBeUndefined();
  });

  it("refuse a template without a place for the data", () => {
    expect(() => fillReport("<p>", report)).toThrow("no place");
  });
});
