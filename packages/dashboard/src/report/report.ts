import { parseReport, REPORT_ELEMENT } from "./report-data.ts";
import type { Report } from "./report-data.ts";

/** The report this page is, when it is one. */
export const report: Report | undefined = parseReport(document.getElementById(REPORT_ELEMENT)?.textContent);
