import { readFileSync } from "node:fs";
import { ProcessGroup } from "../../../tools/start/process-group.ts";
import { answering } from "../drive/capture-run.ts";
import { startSpec } from "../drive/fixture-process.ts";
import type { Case, FixtureApp } from "../truth/case.ts";
import { comparableBody } from "../truth/comparable-body.ts";
import { nameOf, VisitRunner } from "../truth/visit-runner.ts";
import { loadUpstream } from "../upstream/load-upstream.ts";
import { type Replacement, UpstreamServer } from "../upstream/upstream-server.ts";

/** Calls that fail, by name: none, each, and two at once. */
export type Failing = readonly string[];

export interface CaseBehaviour {
  /** By the calls that fail: what the app answered. */
  readonly answers: ReadonlyMap<string, string>;
  /** Median of the undisturbed visits at true latencies, in milliseconds. */
  readonly tookMs: number;
}

export interface AppBehaviour {
  readonly cases: ReadonlyMap<string, CaseBehaviour>;
  /** Rejections nobody handled, as the process printed them. */
  readonly unhandled: number;
  /** Ended by itself. */
  readonly died: boolean;
}

const TIMED = 5;
/** Calls of one visit of which two fail at once. */
const MAX_PAIRED = 4;
const FAILURE: Replacement = { status: 500, json: { error: "made to fail" } };

export interface BehaviourOptions {
  readonly folder: string;
  readonly port: number;
  readonly logs: string;
  /** Whose failing to try, where another run found the calls already. */
  readonly failing?: ReadonlyMap<string, readonly Failing[]>;
}

export interface Observed extends AppBehaviour {
  readonly failing: ReadonlyMap<string, readonly Failing[]>;
}

/** Starts an app and answers what it does in each case when calls fail one by one and in twos. */
export async function observe(app: FixtureApp, cases: readonly Case[], options: BehaviourOptions): Promise<Observed> {
  const upstream = await UpstreamServer.listen({ upstream: await loadUpstream(app), port: 0, mix: "fast" });
  const base = `http://127.0.0.1:${options.port}`;
  const ports = { app: options.port, upstreamUrl: upstream.url, collectorUrl: "http://127.0.0.1:9" };
  const spec = startSpec(app, ports, options.logs);
  const log = spec.log;
  const group = new ProcessGroup({ ...spec, cwd: options.folder, env: { ...spec.env, WEIR_DISABLED: "1" } });
  const seen = new Map<string, CaseBehaviour>();
  const tried = new Map<string, readonly Failing[]>();
  try {
    await answering(group, base);
    const runner = new VisitRunner(base, upstream);
    for (const one of cases) {
      if (group.over) break;
      const request = one.request({ user: 3, n: 1 });
      const { calls } = await runner.run(request, "fast");
      const failing = options.failing?.get(one.id) ?? failures(calls.map((call) => nameOf(call, calls)));
      tried.set(one.id, failing);
      const answers = new Map<string, string>();
      for (const names of failing) {
        const replacements = Object.fromEntries(names.map((name) => [name, FAILURE]));
        const { answer } = await runner.run(request, "fast", replacements);
        const { status, location, contentType, body } = answer;
        answers.set(names.join(" + "), `${status} ${location ?? ""} ${comparableBody(contentType, body)}`);
      }
      const times: number[] = [];
      for (let round = 0; round < TIMED; round += 1) times.push((await runner.run(request, "plain")).answer.tookMs);
      seen.set(one.id, { answers, tookMs: times.toSorted((a, b) => a - b)[TIMED >> 1] ?? 0 });
    }
    const died = group.over;
    await group.stop();
    const unhandled = readFileSync(log, "utf8").match(/unhandled ?rejection/gi)?.length ?? 0;
    return { cases: seen, unhandled, died, failing: tried };
  } finally {
    await group.stop();
    await upstream.close();
  }
}

function failures(names: readonly string[]): readonly Failing[] {
  const few = names.slice(0, MAX_PAIRED);
  const two = few.flatMap((first, index) => few.slice(index + 1).map((second) => [first, second]));
  return [[], ...names.map((name) => [name]), ...two];
}
