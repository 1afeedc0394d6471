import { type AnalysedEdge, type Fix, isNeedless, type RequestAnalysis } from "@weir/core";
import { readInput } from "../../../packages/collector/src/import/read-input.ts";
import { buildOf } from "../../../packages/collector/src/pipeline/sites.ts";
import type { Advice } from "../../../packages/collector/src/source/port.ts";
import { createSourceReader } from "../../../packages/collector/src/source/source-reader.ts";
import { replayCapture } from "../replay/replay-capture.ts";

/** What Weir says to one finding of a capture. */
export interface OfferedPatch {
  readonly fingerprint: string;
  readonly kind: Fix["kind"];
  readonly tier: AnalysedEdge["tier"];
  readonly place: string;
  /** `METHOD /route` of the requests that showed it. */
  readonly routes: readonly string[];
  readonly advice: Advice;
}

/** Every finding of a capture with its patch, or with the reason why there is none. */
export async function offeredPatches(file: string): Promise<readonly OfferedPatch[]> {
  const found = new Map<
    string,
    { readonly fix: Fix; readonly analysis: RequestAnalysis; readonly routes: Set<string> }
  >();
  await replayCapture(file, {
    variant: "everything",
    admits: () => true,
    onAnalysis: (analysis) => {
      const { method, route } = analysis.request;
      for (const fix of analysis.fixes) {
        const known = found.get(fix.fingerprint) ?? { fix, analysis, routes: new Set<string>() };
        found.set(fix.fingerprint, known);
        known.routes.add(`${method} ${route}`);
      }
    },
  });
  const reader = createSourceReader({ folder: undefined, roots: [] });
  try {
    for await (const item of readInput(file, { only: "capture-lines" })) {
      if (item.kind !== "sources") continue;
      const { service, env, version = "", files } = item.upload;
      await reader.put({ service, env, version }, files);
    }
    const offered: OfferedPatch[] = [];
    for (const [fingerprint, { fix, analysis, routes }] of found) {
      const { kind, startTogether, after, place } = fix;
      const build = buildOf(analysis.request);
      const calls = fix.calls.map((index) => analysis.request.calls[index]?.frames ?? []);
      // Frames are told apart by the text they were mapped into, which this reader has not mapped yet.
      const advice = await reader.advice(build, { kind, calls, startTogether, after });
      const where = place === undefined ? "?" : `${place.file}:${place.line} ${place.function ?? ""}`;
      offered.push({
        fingerprint,
        kind,
        tier: tierOf(fix, analysis),
        place: where.trim(),
        routes: [...routes],
        advice,
      });
    }
    return offered;
  } finally {
    await reader.close();
  }
}

/** Of the waits that would be given up, the least sure. */
function tierOf({ edges }: Fix, analysis: RequestAnalysis): AnalysedEdge["tier"] {
  const needless = edges.flatMap((index) => analysis.edges[index] ?? []).filter(isNeedless);
  return needless.every(({ tier }) => tier === "proven") ? "proven" : "high";
}
