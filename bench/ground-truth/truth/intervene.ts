import { type ArrivedCall, sentText } from "../upstream/arrived-call.ts";
import type { Replacement } from "../upstream/upstream-server.ts";
import { callsNamed } from "./call-name.ts";
import type { Case, LabelledWait, VisitRequest } from "./case.ts";
import { otherAnswers, otherLeaves } from "./other-answers.ts";
import { type VisitRun, type VisitRunner, counterpart, nameOf } from "./visit-runner.ts";

export interface CheckedPair {
  readonly before: ArrivedCall;
  readonly after: ArrivedCall;
  readonly label: LabelledWait;
}

export interface PairOutcome extends CheckedPair {
  /** What an intervention said: the label holds, is refuted, or nothing decided it. */
  readonly state: "confirmed" | "refuted" | "open";
  readonly says: string;
}

interface Tried {
  readonly says: string;
  readonly run: VisitRun;
  /** Answers written by the case's author are plausible whatever the app makes of them. */
  readonly plausible: boolean;
  readonly failed: boolean;
}

/** Decides the labels of one case by other answers and late answers of the first call of every pair. */
export class Intervener {
  readonly #runner: VisitRunner;
  readonly #case: Case;
  readonly #request: VisitRequest;
  readonly #base: VisitRun;
  readonly #text: (call: ArrivedCall) => string;

  /** @param again a second run of the very same visit: what differs there differs by itself */
  constructor(runner: VisitRunner, one: Case, request: VisitRequest, base: VisitRun, again: VisitRun) {
    this.#runner = runner;
    this.#case = one;
    this.#request = request;
    this.#base = base;
    const known = new Set(again.calls.map(sentText));
    const unstable = new Set(
      base.calls.filter((call) => !known.has(sentText(call))).map(({ method, path }) => `${method} ${path}`),
    );
    this.#text = (call) =>
      unstable.has(`${call.method} ${call.path}`) ? `${call.method} ${call.path}` : sentText(call);
  }

  async check(pairs: readonly CheckedPair[]): Promise<readonly PairOutcome[]> {
    const outcomes: PairOutcome[] = [];
    for (const before of new Set(pairs.map((pair) => pair.before))) {
      const ofCall = pairs.filter((pair) => pair.before === before);
      const late = await this.#try(before, "slow");
      const tried = await this.#tryAnswers(before);
      for (const pair of ofCall) outcomes.push(this.#waits(pair, late) ?? (await this.#decide(pair, tried)));
    }
    return outcomes;
  }

  #try(call: ArrivedCall, replacement: Replacement): Promise<VisitRun> {
    return this.#runner.run(this.#request, "fast", { [nameOf(call, this.#base.calls)]: replacement });
  }

  async #tryAnswers(call: ArrivedCall): Promise<Tried[]> {
    const own = (this.#case.interventions ?? [])
      .filter(({ call: name }) => callsNamed(name, this.#base.calls).includes(call))
      .map(({ answer, why }) => ({ says: `${JSON.stringify(answer).slice(0, 80)} (${why})`, answer, plausible: true }));
    const made =
      call.answer === undefined ? [] : otherAnswers(call.answer).map((other) => ({ ...other, plausible: false }));
    const tried: Tried[] = [];
    for (const { says, answer, plausible } of [...own, ...made]) {
      const run = await this.#try(call, answer);
      tried.push({ says, run, plausible, failed: (answer.status ?? 200) >= 400 });
    }
    return tried;
  }

  /** B starts early when A is late: then nothing makes it wait. */
  #waits(pair: CheckedPair, late: VisitRun): PairOutcome | undefined {
    const a = counterpart(pair.before, this.#base.calls, late.calls, this.#text);
    const b = counterpart(pair.after, this.#base.calls, late.calls, this.#text);
    const waited = a?.endMs === undefined || b === undefined ? undefined : b.startMs >= a.endMs;
    if (pair.label.truth !== "not-waiting")
      return waited === false
        ? { ...pair, state: "refuted", says: "B starts before A's late answer: it does not wait" }
        : undefined;
    if (waited === undefined) return { ...pair, state: "open", says: "B not seen when A is late" };
    return waited
      ? { ...pair, state: "refuted", says: "B waits for A's late answer" }
      : { ...pair, state: "confirmed", says: "B starts before A's late answer" };
  }

  async #decide(pair: CheckedPair, tried: readonly Tried[]): Promise<PairOutcome> {
    const { truth } = pair.label;
    const changed = tried.find((one) => this.#changes(pair, one, truth));
    if (truth === "needless") {
      if (changed === undefined)
        return { ...pair, state: "confirmed", says: `same under ${tried.length} other answers` };
      return { ...pair, state: "refuted", says: `B changes with A: ${changed.says}` };
    }
    if (truth !== "data" && truth !== "guard")
      return { ...pair, state: "open", says: `${truth} is not decided by answers` };
    if (changed !== undefined) return { ...pair, state: "confirmed", says: changed.says };
    return (
      (await this.#byLeaf(pair)) ?? { ...pair, state: "open", says: `no other answer of ${tried.length} changed B` }
    );
  }

  async #byLeaf(pair: CheckedPair): Promise<PairOutcome | undefined> {
    if (pair.before.answer?.json === undefined) return undefined;
    for (const { says, answer } of otherLeaves(pair.before.answer)) {
      const run = await this.#try(pair.before, answer);
      if (this.#changes(pair, { says, run, plausible: false, failed: false }, pair.label.truth))
        return { ...pair, state: "confirmed", says };
    }
    return undefined;
  }

  /**
   * B is not sent, or sent otherwise. An app that answers 5xx has given up, as it would had B been started early:
   * fail-fast refutes no needless wait.
   */
  #changes(pair: CheckedPair, { run, plausible, failed }: Tried, truth: string): boolean {
    const gone = counterpart(pair.after, this.#base.calls, run.calls, this.#text) === undefined;
    if (!gone || truth !== "needless") return gone;
    const gaveUp = run.answer.status >= 500 || hasErrorPage(run);
    return !(gaveUp && (failed || !plausible));
  }
}

/** Next.js streams pages: the status is out before the page, or one of its Suspense boundaries, fails. */
function hasErrorPage({ answer }: VisitRun): boolean {
  return answer.contentType.includes("html") && /data-dgst=|\$RX\("|id="__next_error__"/.test(answer.body);
}
