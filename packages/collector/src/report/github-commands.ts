import { placeText, savedText, titleText } from "./finding-words.ts";
import type { GateReport, ReportedFinding } from "./gate-report.ts";
import { failing, warning } from "./report-rows.ts";
import { word } from "./report-words.ts";
import type { ReportOptions } from "./report-options.ts";

/** GitHub shows ten annotations of a type and step, and drops the rest without a word. */
const MOST_PER_TYPE = 10;

export interface AnnotationOptions extends ReportOptions {
  /** Files that the pull request changes: their findings come first. */
  readonly changed: ReadonlySet<string>;
}

/** Workflow commands that put findings beside the lines they are about. */
export function githubAnnotations(report: GateReport, options: AnnotationOptions): string[] {
  return [...annotated("error", failing(report), options), ...annotated("warning", warning(report), options)];
}

function annotated(type: "error" | "warning", items: readonly ReportedFinding[], options: AnnotationOptions): string[] {
  const ordered = items.toSorted((a, b) => Number(isChanged(b, options)) - Number(isChanged(a, options)));
  const fits = ordered.length <= MOST_PER_TYPE ? ordered.length : MOST_PER_TYPE - 1;
  const lines = ordered.slice(0, fits).map((item) => annotation(type, item, options));
  const rest = ordered.length - fits;
  if (rest > 0) lines.push(`::${type} title=Weir::${data(word("more", { n: rest }, options.language))}`);
  return lines;
}

function isChanged({ finding }: ReportedFinding, { changed, mapPath }: AnnotationOptions): boolean {
  const file = finding.place?.file;
  const path = file === undefined ? undefined : mapPath(file);
  return path !== undefined && changed.has(path);
}

function annotation(type: string, { finding }: ReportedFinding, { language, mapPath }: AnnotationOptions): string {
  const { place } = finding;
  const path = place?.file === undefined ? undefined : mapPath(place.file);
  const where = path === undefined ? "" : `file=${property(path)},line=${place?.line ?? 1},`;
  const text = `${titleText(finding, language)} – ${savedText(finding, language)}. ${placeText(place)}. weir explain ${finding.fingerprint}`;
  return `::${type} ${where}title=${property(`Weir: ${finding.routes[0] ?? finding.kind}`)}::${data(text)}`;
}

/** Nothing in a text can begin another command. */
function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
