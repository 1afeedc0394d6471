import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { RequestAnalysis } from "@weir/core";
import { CaptureFile } from "../../../packages/collector/src/cli/capture-file.ts";
import { startCapture } from "../../../packages/collector/src/cli/capture-server.ts";
import { ProcessGroup } from "../../../tools/start/process-group.ts";
import { allSent, answering } from "../drive/capture-run.ts";
import { share, type Share } from "../judge/statistics.ts";
import { replayCapture } from "../replay/replay-capture.ts";
import { UpstreamServer } from "../upstream/upstream-server.ts";

export interface LineageResult {
  readonly programs: number;
  readonly calls: number;
  /** Ordered pairs: the second call started after the first had ended. */
  readonly pairs: number;
  readonly precision: Share;
  /** Where lineage says anything. */
  readonly recall: Share;
  /** Pairs that wait, of which nothing is said because the second call has no lineage: no verdict rests on them. */
  readonly silent: Share;
  /** Programs of which nothing was recorded. */
  readonly lost: number;
}

const MAX_CAPTURE_BYTES = 2_000_000_000;
const AT_ONCE = 4;

type Waits = Readonly<Record<string, readonly string[]>>;

/** Runs random programs in an app of their own, several at a time, and asks of every ordered pair whether B waited for A. */
export async function lineageResult(programs: number, folder: string, port: number): Promise<LineageResult> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, "lineage.jsonl.gz");
  const truth = await captured(programs, file, folder, port);
  const counts = { calls: 0, pairs: 0, silent: 0, waiting: 0, both: 0, missed: 0, wrong: 0 };
  const seen = new Set<string>();
  const onAnalysis = (analysis: RequestAnalysis): void => {
    const waits = truth.get(analysis.request.traceId);
    if (waits === undefined) return;
    seen.add(analysis.request.traceId);
    count(analysis, waits, counts);
  };
  await replayCapture(file, { variant: "no-source", admits: () => true, onAnalysis });
  const { calls, pairs, silent, waiting, both, missed, wrong } = counts;
  return {
    programs,
    calls,
    pairs,
    precision: share(both, both + wrong),
    recall: share(both, both + missed),
    silent: share(silent, waiting),
    lost: truth.size - seen.size,
  };
}

type LineageCounts = Record<"calls" | "pairs" | "silent" | "waiting" | "both" | "missed" | "wrong", number>;

function count({ request, edges }: RequestAnalysis, waits: Waits, counts: LineageCounts): void {
  const word = (at: number): string => request.calls[at]?.target.split("/").at(-1) ?? "";
  counts.calls += request.calls.length;
  for (const { from, to } of edges) {
    counts.pairs += 1;
    const lineage = request.calls[to]?.lineage;
    const is = waits[word(to)]?.includes(word(from)) === true;
    if (is) counts.waiting += 1;
    if (lineage === undefined) {
      if (is) counts.silent += 1;
      continue;
    }
    const said = lineage.headers.includes(from) || lineage.bodies.includes(from);
    if (said && is) counts.both += 1;
    else if (is) counts.missed += 1;
    else if (said) counts.wrong += 1;
  }
}

async function captured(
  programs: number,
  file: string,
  folder: string,
  port: number,
): Promise<ReadonlyMap<string, Waits>> {
  const words = {
    method: "GET",
    path: "/words/:word",
    latencyMs: 6,
    answer: () => ({ text: "w".repeat(200) }),
  } as const;
  const upstream = await UpstreamServer.listen({ upstream: [words], port: 0, mix: "jittered" });
  const capture = await startCapture(new CaptureFile(file, MAX_CAPTURE_BYTES), "127.0.0.1", 0);
  const app = new ProcessGroup({
    name: "random programs",
    node: ["--import", "@weir/agent/register", "program-app.ts"],
    cwd: import.meta.dirname,
    env: {
      PORT: String(port),
      UPSTREAM_URL: upstream.url,
      WEIR_ENDPOINT: capture.url,
      WEIR_ENVIRONMENT: "staging",
      OTEL_BSP_SCHEDULE_DELAY: "300",
    },
    log: join(folder, "lineage.log"),
  });
  try {
    const base = `http://127.0.0.1:${port}`;
    await answering(app, base);
    const truth = await sendPrograms(base, programs);
    await delay(500);
    await allSent(capture);
    return truth;
  } finally {
    await app.stop();
    await capture.stop();
    await upstream.close();
  }
}

async function sendPrograms(base: string, programs: number): Promise<ReadonlyMap<string, Waits>> {
  const truth = new Map<string, Waits>();
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < programs) {
      const seed = next++;
      // The trace's id is chosen here, so that a recorded request is known by it.
      const traceId = (seed + 1).toString(16).padStart(32, "0");
      const headers = { traceparent: `00-${traceId}-00000000000000ff-01` };
      const response = await fetch(`${base}/?seed=${seed}`, { headers, signal: AbortSignal.timeout(30_000) });
      truth.set(traceId, (await response.json()) as Waits);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return truth;
}
