import { savedText, titleText } from "./finding-words.ts";
import type { GateReport } from "./gate-report.ts";
import type { ReportOptions } from "./report-options.ts";

/**
 * GitLab's Code Quality report: a list of places. Only findings whose file is in the repository can stand in it.
 * The report is in English: GitLab compares it between branches.
 */
export function writeGitlab(report: GateReport, { mapPath }: ReportOptions): string {
  const items = report.findings
    .filter(({ state }) => state !== "accepted" && state !== "small" && state !== "too-few")
    .flatMap(({ finding, level }) => {
      const path = finding.place?.file === undefined ? undefined : mapPath(finding.place.file);
      if (path === undefined) return [];
      return [
        {
          description: `${titleText(finding, "en")} (${savedText(finding, "en")})`,
          check_name: `weir/${finding.kind}`,
          fingerprint: finding.fingerprint,
          severity: level === "error" ? "major" : level === "warn" ? "minor" : "info",
          location: { path, lines: { begin: finding.place?.line ?? 1 } },
        },
      ];
    });
  return `${JSON.stringify(items, undefined, 2)}\n`;
}
