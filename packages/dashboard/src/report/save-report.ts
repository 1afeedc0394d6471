import { answers, pageUrl } from "../api/client.ts";
import type { Failure } from "../api/failure.ts";
import { saveFile } from "../state/clipboard.ts";
import { fillReport } from "./report-data.ts";

/** Saves a page with everything it shows as one file that opens anywhere, without this collector. */
export async function saveReport(
  name: string,
  start: string,
  addresses: readonly string[],
): Promise<Failure | undefined> {
  const { signal } = new AbortController();
  const asked = await Promise.all(
    addresses.map(async (url) => [url, await answers.ask<unknown>(url, signal)] as const),
  );
  const known = asked.flatMap(([url, answer]) => (answer.ok ? [[url, answer.body] as const] : []));
  try {
    const template = await fetch(pageUrl("report.html"));
    if (!template.ok) return { kind: "broken", status: template.status };
    const html = fillReport(await template.text(), { weirReport: 1, start, answers: Object.fromEntries(known) });
    saveFile(name, "text/html", html);
    return undefined;
  } catch {
    // The collector went away between the answers and the template.
    return { kind: "offline" };
  }
}
