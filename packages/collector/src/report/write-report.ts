import type { ApiReader } from "../api/reader.ts";
import { fillPage, pageTemplate } from "./fill-page.ts";
import type { ReportFormat } from "./formats.ts";
import type { GateReport } from "./gate-report.ts";
import { pageAnswers } from "./page-answers.ts";
import type { ReportOptions } from "./report-options.ts";
import { MAX_SUMMARY_BYTES, shortened } from "./shortened.ts";
import { writeGitlab } from "./write-gitlab.ts";
import { writeJson } from "./write-json.ts";
import { writeJunit } from "./write-junit.ts";
import { writeMarkdown } from "./write-markdown.ts";
import { writeSarif } from "./write-sarif.ts";

type Writer = (report: GateReport, options: ReportOptions) => string;

const WRITERS: Readonly<Record<Exclude<ReportFormat, "html">, Writer>> = {
  md: writeMarkdown,
  github: (report, options) => shortened(writeMarkdown(report, options), MAX_SUMMARY_BYTES),
  json: writeJson,
  sarif: writeSarif,
  junit: writeJunit,
  gitlab: writeGitlab,
};

/** The report in one format; the same report gives the same bytes. */
export async function writeReport(
  format: ReportFormat,
  report: GateReport,
  api: ApiReader,
  options: ReportOptions,
): Promise<string> {
  if (format === "html") return fillPage(pageTemplate(), await pageAnswers(api, report));
  return WRITERS[format](report, options);
}
