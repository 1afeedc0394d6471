import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Draft04 from "ajv-draft-04";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { injectReader } from "../api/inject-reader.ts";
import type { ApiReader } from "../api/reader.ts";
import { type ApiServer, openApi } from "../api/testing/api-server.ts";
import { seedShop, SMALLER, WATERFALL } from "../api/testing/seed.ts";
import { unifiedDiff } from "../source/advice/unified-diff.ts";
import { buildReport } from "./build-report.ts";
import { fillPage } from "./fill-page.ts";
import { REPORT_FORMATS } from "./formats.ts";
import { gateConfigSchema } from "./gate-config.ts";
import { type GateReport, gateReportSchema } from "./gate-report.ts";
import { githubAnnotations } from "./github-commands.ts";
import { pathMapper, readPathRules } from "./map-path.ts";
import { replacementsOf } from "./patch-replacements.ts";
import type { ReportOptions } from "./report-options.ts";
import { shortened } from "./shortened.ts";
import { survey } from "./survey.ts";
import { visibleText } from "./visible-text.ts";
import { writeGitlab } from "./write-gitlab.ts";
import { writeJunit } from "./write-junit.ts";
import { writeMarkdown } from "./write-markdown.ts";
import { writeReport } from "./write-report.ts";
import { writeSarif } from "./write-sarif.ts";
import { xmlText } from "./xml-text.ts";

const require = createRequire(import.meta.url);
const options: ReportOptions = { language: "en", mapPath: pathMapper([], "/work") };
const HOSTILE = 'GET api/"><script>alert(1)</script>`x`|@team ::error::\u202e\u001b[2J\u0000';

let server: ApiServer;
let api: ApiReader;
let report: GateReport;

beforeEach(async () => {
  server = await openApi("memory");
  await seedShop(server.store);
  api = injectReader(server.app);
  report = await buildReport(api, {
    survey: await survey(api, {}),
    config: gateConfigSchema.parse({}),
    baseline: undefined,
    accepted: { all: [], valid: new Map([[SMALLER, { fingerprint: SMALLER, reason: "law" }]]), expired: [] },
    calls: 80,
  });
  const patch = unifiedDiff("src/app/dashboard/page.tsx", "a\nb\n", "a\nc\n");
  report = { ...report, findings: report.findings.map((item) => ({ ...item, finding: { ...item.finding, patch } })) };
});
afterEach(() => server.close());

/** The same report as a hostile app would make it. */
function hostile(): GateReport {
  const text = JSON.stringify(report).replaceAll("GET api.internal/offers", JSON.stringify(HOSTILE).slice(1, -1));
  return JSON.parse(text) as GateReport;
}

describe("a report", () => {
  it("fails on the proven wait, leaves the accepted one alone, and fits its schema", () => {
    expect(report.result).toBe("failed");
    const states = Object.fromEntries(report.findings.map(({ finding, state }) => [finding.fingerprint, state]));
    expect([states[WATERFALL], states[SMALLER]]).toEqual(["new", "accepted"]);
    expect(gateReportSchema.safeParse(JSON.parse(JSON.stringify(report))).error).toBeUndefined();
  });

  it("has the same bytes every time, in every format that needs no built page", async () => {
    const again = await buildReport(api, {
      survey: await survey(api, {}),
      config: gateConfigSchema.parse({}),
      baseline: undefined,
      accepted: { all: [], valid: new Map([[SMALLER, { fingerprint: SMALLER, reason: "law" }]]), expired: [] },
      calls: 80,
    });
    const once = { ...report, findings: again.findings };
    for (const format of REPORT_FORMATS.filter((one) => one !== "html")) {
      expect(await writeReport(format, again, api, options)).toBe(await writeReport(format, once, api, options));
    }
  });
});

describe("SARIF", () => {
  const schema = require("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json") as object;
  const valid = new Draft04.default({
    strict: false,
    allErrors: true,
    validateFormats: false,
    unicodeRegExp: false,
  }).compile(schema);

  it("is valid by the official schema, with fingerprints, flows and fixes", () => {
    const log = JSON.parse(writeSarif(report, options)) as { runs: { results: Record<string, unknown>[] }[] };
    expect(valid(log) ? [] : valid.errors).toEqual([]);
    const result = log.runs[0]?.results.find(
      ({ partialFingerprints }) => (partialFingerprints as Record<string, string>)["weirFinding/v1"] === WATERFALL,
    );
    expect(result).toMatchObject({ ruleId: "weir/serial", level: "error", baselineState: "new" });
    expect(result?.["codeFlows"]).toBeDefined();
    expect(result?.["fixes"]).toBeDefined();
    const accepted = log.runs[0]?.results.find(({ suppressions }) => suppressions !== undefined);
    expect(accepted).toMatchObject({ suppressions: [{ kind: "external", justification: "law" }] });
  });

  it("stays valid and harmless whatever the app is called", () => {
    const text = writeSarif(hostile(), options);
    expect(valid(JSON.parse(text))).toBe(true);
    for (const hidden of ["\u202e", "\u001b", String.raw`\u001b`, String.raw`\u0000`])
      expect(text).not.toContain(hidden);
  });

  it("names no file that is not in the repository", () => {
    const text = JSON.stringify(report).replaceAll("src/app/dashboard/page.tsx", "/opt/build/page.tsx");
    const log = JSON.parse(writeSarif(JSON.parse(text) as GateReport, options)) as {
      runs: { results: { locations: unknown[] }[] }[];
    };
    expect(log.runs[0]?.results.flatMap(({ locations }) => locations)).toEqual([]);
  });
});

describe("a fix in SARIF", () => {
  it("changes what the patch changes", () => {
    const before = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\n";
    const after = "a\nB\nB2\nc\nd\ne\nf\ng\nh\nj\nk\nl\n";
    const [file] = replacementsOf(unifiedDiff("src/a.ts", before, after));
    const lines = before.split("\n");
    for (const { deletedRegion, insertedContent } of (file?.replacements ?? []).toReversed()) {
      const added = insertedContent.text === "" ? [] : insertedContent.text.replace(/\n$/, "").split("\n");
      lines.splice(deletedRegion.startLine - 1, deletedRegion.endLine - deletedRegion.startLine, ...added);
    }
    expect([file?.file, lines.join("\n")]).toEqual(["src/a.ts", after]);
  });
});

describe("JUnit", () => {
  it("is well-formed XML whatever the app is called, with a case per route", () => {
    const folder = mkdtempSync(join(tmpdir(), "weir-junit-"));
    const path = join(folder, "report.xml");
    writeFileSync(path, writeJunit(hostile(), options));
    // Python's parser is the nearest one that none of us wrote.
    const read =
      "import sys,xml.etree.ElementTree as t;r=t.parse(sys.argv[1]).getroot();print(r.tag,r.get('tests'),r.get('failures'),len(list(r.iter('testcase'))))";
    const said = execFileSync("python3", ["-c", read, path], { encoding: "utf8" });
    rmSync(folder, { recursive: true });
    expect(said.trim()).toBe(`testsuites ${report.routes.length} 2 ${report.routes.length}`);
  });

  it("has an error where too little was seen", () => {
    const text = writeJunit({ ...report, missing: ["no-calls"] }, options);
    expect(text).toContain('errors="1"');
    expect(text).toContain('<error type="no-calls"');
  });

  it("replaces what XML cannot hold", () => {
    expect(xmlText("a\u0000<b>&\"'\ud800")).toBe("a\ufffd&lt;b&gt;&amp;&quot;&apos;\ufffd");
  });
});

describe("GitLab Code Quality", () => {
  it("has the fields that GitLab asks for", () => {
    const items = JSON.parse(writeGitlab(report, options)) as Record<string, unknown>[];
    expect(items).toContainEqual({
      description: expect.stringContaining("waits for"),
      check_name: "weir/serial",
      fingerprint: WATERFALL,
      severity: "major",
      location: { path: "src/app/dashboard/page.tsx", lines: { begin: 14 } },
    });
  });
});

describe("GitHub", () => {
  it("cannot be made to run another command", () => {
    for (const line of githubAnnotations(hostile(), { ...options, changed: new Set() })) {
      expect(line).toMatch(/^::(?:error|warning) (?:file=[^,:]+,line=\d+,)?title=[^:\n]*::[^\n\r]*$/);
    }
  });

  it("shows ten of a type at most, those of changed files first, and says how many more there are", () => {
    const [first] = report.findings.filter(({ level }) => level === "error");
    if (first === undefined) throw new Error("the report has no error");
    const findings = Array.from({ length: 14 }, (_all, index) => ({
      ...first,
      finding: { ...first.finding, place: { call: "GET a", file: `src/${index}.ts`, line: 1 } },
    }));
    const lines = githubAnnotations({ ...report, findings }, { ...options, changed: new Set(["src/12.ts"]) });
    expect(lines).toHaveLength(10);
    expect(lines[0]).toContain("file=src/12.ts");
    expect(lines[9]).toContain("5 more");
  });

  it("cuts a summary that GitHub would refuse, at the end of a line", () => {
    const text = "ein längerer Satz\n".repeat(100);
    const cut = shortened(text, 500);
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(500);
    expect(cut).toMatch(/Satz\n\n…\n$/);
  });
});

describe("Markdown", () => {
  it("lets no name out of its code span, link nobody and tag nobody", () => {
    const prose = writeMarkdown(hostile(), options)
      .replaceAll(/```[\s\S]*?```/g, "")
      .replaceAll(/`[^`\n]*`/g, "");
    expect(prose).not.toMatch(/script>|@team|::error/);
  });

  it("speaks Korean", () => {
    expect(writeMarkdown(report, { ...options, language: "ko" })).toContain("## Weir: 실패");
  });
});

describe("the page", () => {
  it("takes data that cannot end the element it stands in", () => {
    const html = fillPage('<script>{"weirReport":0}</script>', { start: "/findings", answers: { a: "</script>$&" } });
    expect(html.match(/<\/?script/g)).toEqual(["<script", "</script"]);
    expect(JSON.parse(html.slice(8, -9))).toEqual({ weirReport: 1, start: "/findings", answers: { a: "</script>$&" } });
  });

  it("refuses a template without a place", () => {
    expect(() => fillPage("<p>", { start: "/", answers: {} })).toThrow("no place");
  });
});

describe("paths", () => {
  const map = pathMapper(readPathRules(["/app/=web/"]), "/checkout/shop");

  it.each([
    ["/app/src/a.ts", "web/src/a.ts"],
    ["/checkout/shop/src/a.ts", "src/a.ts"],
    ["./src/a.ts", "src/a.ts"],
    ["/opt/other/a.ts", undefined],
    ["../a.ts", undefined],
    ["src/../../a.ts", undefined],
    ["https://evil.example/a.ts", undefined],
  ])("%s is %s in the repository", (path, mapped) => {
    expect(map(path)).toBe(mapped);
  });
});

describe("names from outside", () => {
  it("cannot move the cursor or turn text round", () => {
    expect(visibleText("a\u001b[2J\u202eb")).toBe("a<U+001B>[2J<U+202E>b");
  });
});
