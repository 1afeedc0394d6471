import type { Request, RequestAnalysis } from "@weir/core";
import { Counterexample, naiveSerial, shortGap, singleTraceValues, sourceAlone } from "../baselines/timing-rules.ts";
import { lintMethod, type LintPlace } from "../baselines/lint.ts";
import { LabelIndex } from "../replay/label-index.ts";
import { replayCapture, type ReplayCounts } from "../replay/replay-capture.ts";
import { RouteRoles } from "../replay/route-roles.ts";
import type { Variant } from "../replay/variant.ts";
import { witnessKey } from "../drive/capture-run.ts";
import type { Case, LabelledWait } from "../truth/case.ts";
import { ChannelAblation } from "./channel-ablation.ts";
import type { Method } from "./claim.ts";
import { FindingLedger } from "./finding-ledger.ts";
import { type CaseState, PairLedger } from "./pair-ledger.ts";
import type { NeedlessFound } from "./finding-ledger.ts";
import { type SavingJudged, SavingLedger } from "./saving-ledger.ts";
import { WaitsCount } from "./waits-count.ts";
import { weirClaims } from "./weir-method.ts";

const ABLATIONS = {
  "without values": () => new ChannelAblation("data").claims,
  "without control": () => new ChannelAblation("control").claims,
  "without order": () => new ChannelAblation("order").claims,
  "without pace": () => new ChannelAblation("pace").claims,
} as const satisfies Methods;

/** Methods judged on one replay with everything. Of rules that remember there is one per case. */
const METHODS = {
  weir: () => weirClaims,
  ...ABLATIONS,
  "naive serial": () => naiveSerial,
  "gap < 5 ms": () => shortGap,
  counterexample: () => new Counterexample().claims,
  "values of one trace": () => singleTraceValues,
  "source alone": () => sourceAlone,
} as const satisfies Methods;

type Methods = Readonly<Record<string, () => Method>>;

/** Where the source is left out too, the channels show what each is worth: with it, they only hold it up. */
function methodsOf({ variant, lint }: JudgeOptions): Methods {
  if (variant === "everything") return { ...METHODS, "react-doctor (lint)": () => lintMethod(lint) };
  return variant === "no-source" ? { weir: METHODS.weir, ...ABLATIONS } : { weir: METHODS.weir };
}

export interface JudgedCase {
  readonly one: Case;
  readonly requests: number;
  readonly twins: number;
  /** Labels whose pair the upstream saw, or any recorded request shows. */
  readonly happened: ReadonlySet<LabelledWait>;
  /** By method; the last is the state after all requests. */
  readonly states: Readonly<Record<string, readonly CaseState[]>>;
  readonly found: readonly NeedlessFound[];
  readonly falseFixes: readonly string[];
  readonly criticalFixes: readonly string[];
  readonly saving: SavingJudged | undefined;
}

export interface JudgedRun {
  readonly variant: Variant;
  readonly cases: readonly JudgedCase[];
  readonly waits: WaitsCount;
  /** Requests of routes that are no case's. */
  readonly strangers: Readonly<Record<string, number>>;
  readonly counts: ReplayCounts;
}

export interface JudgeOptions {
  readonly variant: Variant;
  readonly onRequest?: (requests: number) => void;
  /** `witnessKey`s of the pairs the upstream itself saw. */
  readonly witnessed: ReadonlySet<string>;
  /** What lint says of the app's sources. */
  readonly lint: readonly LintPlace[];
}

/** Replays a capture and holds every request against the labels of its case. */
export async function judgeRun(file: string, cases: readonly Case[], options: JudgeOptions): Promise<JudgedRun> {
  const roles = new RouteRoles(cases);
  const methods = methodsOf(options);
  const ledgers = new Map(cases.map((one) => [one, new CaseLedgers(one, methods, options.witnessed)]));
  const waits = new WaitsCount();
  const strangers: Record<string, number> = {};
  let requests = 0;
  const admits = (request: Request): boolean => {
    if (roles.of(request).length > 0) return true;
    const route = `${request.method} ${request.route}`;
    strangers[route] = (strangers[route] ?? 0) + 1;
    return false;
  };
  const onAnalysis = (analysis: RequestAnalysis): void => {
    options.onRequest?.(++requests);
    for (const { one, role } of roles.of(analysis.request)) {
      ledgers.get(one)?.add(analysis, role);
      if (role === "case") waits.add(one, analysis);
    }
  };
  const counts = await replayCapture(file, { variant: options.variant, admits, onAnalysis });
  return {
    variant: options.variant,
    cases: [...ledgers.values()].map((ledger) => ledger.judged),
    waits,
    strangers,
    counts,
  };
}

class CaseLedgers {
  readonly #case: Case;
  readonly #witnessed: ReadonlySet<string>;
  readonly #pairs: ReadonlyMap<string, PairLedger>;
  readonly #findings: FindingLedger;
  readonly #saving = new SavingLedger();
  #requests = 0;
  #twins = 0;

  constructor(one: Case, methods: Methods, witnessed: ReadonlySet<string>) {
    this.#case = one;
    this.#witnessed = witnessed;
    this.#pairs = new Map(Object.entries(methods).map(([name, make]) => [name, new PairLedger(one, make())]));
    this.#findings = new FindingLedger(one);
  }

  add(analysis: RequestAnalysis, role: "case" | "twin"): void {
    if (role === "twin") {
      this.#twins += 1;
      this.#saving.addTwin(analysis);
      return;
    }
    this.#requests += 1;
    const index = new LabelIndex(this.#case, analysis.request.calls);
    for (const ledger of this.#pairs.values()) ledger.add(analysis, index);
    this.#findings.add(analysis);
    this.#saving.addCase(analysis);
  }

  get judged(): JudgedCase {
    const seen = this.#pairs.get("weir")?.latest.labels ?? [];
    const happened = this.#case.waits.filter(
      (label, at) => (seen[at]?.seen ?? 0) > 0 || this.#witnessed.has(witnessKey(this.#case, label)),
    );
    const states = [...this.#pairs].map(([name, { snapshots, latest }]) => [name, [...snapshots, latest]] as const);
    return {
      one: this.#case,
      requests: this.#requests,
      twins: this.#twins,
      happened: new Set(happened),
      states: Object.fromEntries(states),
      found: this.#findings.found,
      falseFixes: this.#findings.falseFixes,
      criticalFixes: this.#findings.critical,
      saving: this.#case.twin === undefined ? undefined : this.#saving.judged,
    };
  }
}
