/** What `weir report --format` writes. */
export const REPORT_FORMATS = ["html", "md", "json", "sarif", "junit", "github", "gitlab"] as const;

export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** File names under which CI systems look for them. */
export const REPORT_FILES: Readonly<Record<ReportFormat, string>> = {
  html: "weir-report.html",
  md: "weir-report.md",
  json: "weir-report.json",
  sarif: "weir.sarif",
  junit: "weir-junit.xml",
  github: "weir-summary.md",
  gitlab: "gl-code-quality-report.json",
};
