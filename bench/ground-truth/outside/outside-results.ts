import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { type ChannelName, isNeedless, type RequestAnalysis, type Verdict } from "@weir/core";
import { replayCapture } from "../replay/replay-capture.ts";
import type { GroundTruthResult, OutsideResult } from "../report/result.ts";
import { namedKinds } from "./named-kinds.ts";
import { zipkinToOtlp } from "./zipkin-to-otlp.ts";

/** The channel whose reason explains a verdict; without any, times alone say nothing of values. */
const DECIDED_BY: Readonly<Partial<Record<Verdict, ChannelName>>> = {
  guard: "control",
  ordered: "order",
  paced: "pace",
};

/**
 * Runs traces that others recorded through the same pipeline. They hold times only, so that no pair of theirs may be
 * called needless, however serial it looks.
 *
 * @param folder left out, visibly, where it is missing
 */
export async function outsideResults(folder: string): Promise<GroundTruthResult["outside"]> {
  if (!existsSync(folder)) return { leftOut: "the folder ../shared/data/traces is not there" };
  const results: OutsideResult[] = [];
  const temporary = await mkdtemp(join(tmpdir(), "weir-outside-"));
  try {
    for (const file of (await readdir(folder)).sort()) {
      const path = join(temporary, file.replace(/\.gz$/, ""));
      await writeFile(path, JSON.stringify(await converted(join(folder, file))));
      results.push(await outsideResult(file, path));
    }
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return results;
}

async function converted(file: string): Promise<object> {
  const bytes = await readFile(file);
  const document = JSON.parse((file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8")) as unknown;
  if (basename(file).startsWith("zipkin-")) return zipkinToOtlp(document as Parameters<typeof zipkinToOtlp>[0]);
  return namedKinds(document as Parameters<typeof namedKinds>[0]);
}

async function outsideResult(file: string, path: string): Promise<OutsideResult> {
  const traces = new Set<string>();
  const reasons: Record<string, number> = {};
  const sums = { calls: 0, pairs: 0, flagged: 0 };
  const onAnalysis = ({ request, edges }: RequestAnalysis): void => {
    traces.add(request.traceId);
    sums.calls += request.calls.length;
    for (const edge of edges) {
      sums.pairs += 1;
      if (isNeedless(edge)) sums.flagged += 1;
      const reason = `${edge.verdict}: ${edge.channels[DECIDED_BY[edge.verdict] ?? "data"].reason}`;
      reasons[reason] = (reasons[reason] ?? 0) + 1;
    }
  };
  const { requests } = await replayCapture(path, { variant: "everything", admits: () => true, onAnalysis });
  return { file, traces: traces.size, requests, ...sums, reasons };
}
