import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { WeirError } from "../errors.ts";

/** What stands in the dashboard's single-file page where the data goes. */
const PLACE = '{"weirReport":0}';

/** Answers of the API by address, and the page to open. */
export interface PageData {
  readonly start: string;
  readonly answers: Readonly<Record<string, unknown>>;
}

/** The page that the dashboard's build makes: the whole app in one file, with a place for its data. */
export function pageTemplate(): string {
  const path = ["../../../dashboard/dist/report.html", "../../dashboard/report.html"]
    .map((candidate) => fileURLToPath(new URL(candidate, import.meta.url)))
    .find((candidate) => existsSync(candidate));
  if (path === undefined) {
    throw new WeirError("WEIR_NO_PAGE", "The page of HTML reports was not built", {
      hint: "In the workspace: npm run build",
    });
  }
  return readFileSync(path, "utf8");
}

/** The page with its data. Nothing in the data can end the element it stands in. */
export function fillPage(template: string, { start, answers }: PageData): string {
  if (!template.includes(PLACE)) throw new WeirError("WEIR_NO_PAGE", "The page of HTML reports has no place for data");
  const data = JSON.stringify({ weirReport: 1, start, answers }).replaceAll("<", String.raw`\u003c`);
  return template.replace(PLACE, () => data);
}
