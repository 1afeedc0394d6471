import { mkdir } from "node:fs/promises";
import { loadavg } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { CaptureFile } from "../../../packages/collector/src/cli/capture-file.ts";
import { type CaptureServer, startCapture } from "../../../packages/collector/src/cli/capture-server.ts";
import { ProcessFailed, ProcessGroup } from "../../../tools/start/process-group.ts";
import { type SentCounts, sendAll } from "../traffic/send-all.ts";
import type { Case, LabelledWait, Visit } from "../truth/case.ts";
import { labelOf } from "../truth/label-of.ts";
import { serialPairs } from "../truth/serial-pairs.ts";
import { VisitRunner } from "../truth/visit-runner.ts";
import { loadUpstream } from "../upstream/load-upstream.ts";
import { randomFailures } from "../upstream/random-failures.ts";
import { UpstreamServer } from "../upstream/upstream-server.ts";
import { startSpec } from "./fixture-process.ts";
import { plannedVisits, type RunPlan, runName } from "./run-plan.ts";

/** Largest capture of one run: bytes before packing. */
const MAX_CAPTURE_BYTES = 8_000_000_000;
/** Time without a further span after which the app has sent all: milliseconds. */
const QUIET_MS = 2_500;
const LONGEST_FLUSH_MS = 60_000;

export interface CapturedRun extends SentCounts {
  readonly plan: RunPlan;
  readonly file: string;
  readonly spans: number;
  readonly dropped: number;
  /** Requests no upstream route fitted. */
  readonly unknown: readonly string[];
  readonly seconds: number;
  /** Processes that wanted a CPU in the last minute; above the number of CPUs, measured savings are the machine's noise. */
  readonly load: number;
  /** Labelled pairs the upstream itself saw while the cases were sent one at a time: `case before -> after`. */
  readonly witnessed: readonly string[];
}

export interface CaptureOptions {
  readonly folder: string;
  readonly appPort: number;
  readonly onSent?: (sent: number) => void;
}

/** Starts one built app with its upstream, sends it a run's traffic, and keeps everything its agent sent in a file. */
export async function captureRun(plan: RunPlan, cases: readonly Case[], options: CaptureOptions): Promise<CapturedRun> {
  const started = performance.now();
  await mkdir(options.folder, { recursive: true });
  const file = join(options.folder, `${runName(plan)}.jsonl.gz`);
  const unknown = new Set<string>();
  const fails = randomFailures(plan.failures, `${plan.seed} ${runName(plan)}`);
  // Witnessed pairs are those of answers that succeed.
  let failing = 0;
  const upstream = await UpstreamServer.listen({
    upstream: await loadUpstream(plan.app),
    port: 0,
    mix: plan.mix,
    seed: plan.seed,
    onUnknown: (call) => unknown.add(call),
    replaceAtRandom: () => (failing > 0 ? fails() : undefined),
  });
  const capture = await startCapture(new CaptureFile(file, MAX_CAPTURE_BYTES), "127.0.0.1", 0);
  const base = `http://127.0.0.1:${options.appPort}`;
  const ports = { app: options.appPort, upstreamUrl: upstream.url, collectorUrl: capture.url };
  const app = new ProcessGroup(startSpec(plan.app, ports, options.folder));
  try {
    await answering(app, base);
    const { onSent } = options;
    const witnessed = await witnessedPairs(cases, plan, base, upstream);
    upstream.setMix(plan.mix);
    const visits = plannedVisits(cases, plan);
    failing = plan.failures;
    const counts = await sendAll(visits, {
      base,
      concurrency: plan.concurrency,
      ...(onSent === undefined ? {} : { onSent }),
    });
    await allSent(capture);
    const { spans, dropped } = capture.counts;
    const seconds = (performance.now() - started) / 1000;
    return {
      plan,
      file,
      ...counts,
      spans,
      dropped,
      unknown: [...unknown],
      seconds,
      load: loadavg()[0] ?? 0,
      witnessed,
    };
  } finally {
    await app.stop();
    await capture.stop();
    await upstream.close();
  }
}

/**
 * Sends every case once by itself and says which labelled pairs arrived. What neither the upstream nor the
 * detector ever sees is no wait of this traffic; what the upstream sees and the detector does not is a miss.
 */
async function witnessedPairs(
  cases: readonly Case[],
  { users }: RunPlan,
  base: string,
  upstream: UpstreamServer,
): Promise<readonly string[]> {
  const runner = new VisitRunner(base, upstream);
  const visits: readonly Visit[] = users === "one" ? [{ user: 0, n: 0 }] : [{ user: 3, n: 1 }];
  const seen = new Set<string>();
  for (const one of cases) {
    for (const visit of visits) {
      const { calls } = await runner.run(one.request(visit), "plain");
      for (const pair of serialPairs(calls)) {
        const label = labelOf(one.waits, calls, pair);
        if (label !== undefined) seen.add(witnessKey(one, label));
      }
    }
  }
  return [...seen];
}

export function witnessKey({ id }: Case, { before, after }: LabelledWait): string {
  return `${id} ${before} -> ${after}`;
}

export async function answering(app: ProcessGroup, base: string): Promise<void> {
  const until = performance.now() + 60_000;
  while (performance.now() < until) {
    if (app.over) throw new ProcessFailed(app, "ended before it answered");
    if (await answers(base)) return;
    await delay(200);
  }
  throw new ProcessFailed(app, `did not answer at ${base}`);
}

/** Whatever it says: a fixture app need not have a page at its root. */
async function answers(base: string): Promise<boolean> {
  try {
    await (await fetch(`${base}/bench-is-it-up`, { signal: AbortSignal.timeout(2000) })).arrayBuffer();
    return true;
  } catch {
    return false; // refused or still busy: the same as not ready
  }
}

export async function allSent(capture: CaptureServer): Promise<void> {
  const until = performance.now() + LONGEST_FLUSH_MS;
  let known = -1;
  while (performance.now() < until && capture.counts.spans !== known) {
    known = capture.counts.spans;
    await delay(QUIET_MS);
  }
}
