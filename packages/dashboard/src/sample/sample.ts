import type { Report } from "../report/report-data.ts";
import { report } from "../report/report.ts";

/**
 * Answers recorded from the example shop, when the address asks for them: the pages then ask no collector at all, so
 * nothing of the sample can ever stand beside what an app has sent.
 */
export const sample: Report | undefined =
  report === undefined && new URLSearchParams(location.search).get("sample") === "1" ? await read() : undefined;

/** What pages show instead of a collector's answers: a report's own, or the sample's. */
export const recorded: Report | undefined = report ?? sample;

async function read(): Promise<Report> {
  const answer = await fetch(new URL("sample.json", document.baseURI));
  // Without the file every page says that what it asks for is not here.
  return answer.ok ? ((await answer.json()) as Report) : { weirReport: 1, start: "/", answers: {} };
}
