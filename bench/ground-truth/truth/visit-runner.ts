import { type ArrivedCall, sentText } from "../upstream/arrived-call.ts";
import type { LatencyMix } from "../upstream/latency.ts";
import type { Replacement, UpstreamServer } from "../upstream/upstream-server.ts";
import { type VisitAnswer, sendVisit } from "../traffic/send-visit.ts";
import type { CallName, VisitRequest } from "./case.ts";

export interface VisitRun {
  readonly answer: VisitAnswer;
  /** In the order of arrival. */
  readonly calls: readonly ArrivedCall[];
}

/** Longest wait for an answer: milliseconds. A swapped cursor may keep an app paging for ever. */
const TIMEOUT_MS = 8_000;
/** Longest wait for calls that go on after the answer: milliseconds. */
const SETTLE_MS = 3_000;
const QUIET_MS = 40;

/** Sends visits to a running app one at a time, and says which calls each of them made. */
export class VisitRunner {
  readonly #base: string;
  readonly #upstream: UpstreamServer;

  constructor(base: string, upstream: UpstreamServer) {
    this.#base = base;
    this.#upstream = upstream;
  }

  /** An answer that takes too long has status 504, and whatever goes on is cut off before the next visit. */
  async run(
    request: VisitRequest,
    mix: LatencyMix,
    replacements: Readonly<Record<CallName, Replacement>> = {},
  ): Promise<VisitRun> {
    this.#upstream.setMix(mix);
    this.#upstream.beginVisit();
    const onPrepared = (): void => this.#upstream.beginVisit(replacements);
    const answer = await sendVisit(request, { base: this.#base, onPrepared, timeoutMs: TIMEOUT_MS }).catch(timedOut);
    if (answer.status === 504) this.#upstream.cutAll(true);
    await this.#settled();
    this.#upstream.cutAll(false);
    return { answer, calls: this.#upstream.arrived };
  }

  /** Over when no call is open and none has come for a moment: work after the answer counts too. */
  async #settled(): Promise<void> {
    const until = performance.now() + SETTLE_MS;
    let quietSince = performance.now();
    let known = -1;
    while (performance.now() < until && performance.now() - quietSince < QUIET_MS) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      const calls = this.#upstream.arrived;
      if (calls.length !== known || calls.some(({ endMs }) => endMs === undefined)) quietSince = performance.now();
      known = calls.length;
    }
  }
}

function timedOut(error: unknown): VisitAnswer {
  if (!(error instanceof Error) || error.name !== "TimeoutError") throw error;
  return { status: 504, contentType: "", location: null, body: "", tookMs: TIMEOUT_MS };
}

/** The call's name that stands for this one alone. */
export function nameOf(call: ArrivedCall, calls: readonly ArrivedCall[]): CallName {
  const same = calls.filter(({ method, path }) => method === call.method && path === call.path);
  return `${call.method} ${call.path}#${same.indexOf(call) + 1}`;
}

/** The call of another run that asked for the same, by the same number among those that did. */
export function counterpart(
  call: ArrivedCall,
  calls: readonly ArrivedCall[],
  others: readonly ArrivedCall[],
  text: (call: ArrivedCall) => string = sentText,
): ArrivedCall | undefined {
  const nth = calls.filter((other) => text(other) === text(call)).indexOf(call);
  return others.filter((other) => text(other) === text(call))[nth];
}
