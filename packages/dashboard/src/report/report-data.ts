/** What a report in one file carries: answers by API address, and the page to open. */
export interface Report {
  readonly weirReport: 1;
  /** Path below the base, with its search. */
  readonly start: string;
  readonly answers: Readonly<Record<string, unknown>>;
  /** When the answers were given, where "a minute ago" is counted from then. ISO 8601. */
  readonly at?: string;
}

/** Id of the element that holds the data. */
export const REPORT_ELEMENT = "weir-report";

/** What stands in the template where the data goes. */
export const REPORT_PLACEHOLDER = '{"weirReport":0}';

/** The report in a data element's text; nothing for the template itself or for no report at all. */
export function parseReport(text: string | null | undefined): Report | undefined {
  if (text === null || text === undefined) return undefined;
  const found = JSON.parse(text) as Partial<Report> | { readonly weirReport: 0 };
  return found.weirReport === 1 ? (found as Report) : undefined;
}

/** Puts data into the template. Nothing in the data can end the element or start another: every `<` is written out. */
export function fillReport(template: string, report: Report): string {
  const data = JSON.stringify(report).replaceAll("<", "\\u003c");
  if (!template.includes(REPORT_PLACEHOLDER)) throw new Error("the report's template has no place for its data");
  return template.replace(REPORT_PLACEHOLDER, () => data);
}
