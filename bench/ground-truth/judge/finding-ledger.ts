import type { Fix, RequestAnalysis } from "@weir/core";
import { LabelIndex } from "../replay/label-index.ts";
import { recordedNamed } from "../replay/call-of-core.ts";
import type { Case, NeedlessWait } from "../truth/case.ts";

export interface NeedlessFound {
  readonly wanted: NeedlessWait;
  /** A fix starts at least two of the calls together. */
  readonly found: boolean;
  readonly kind: string | undefined;
  readonly kindRight: boolean;
  readonly place: string | undefined;
  readonly placeRight: boolean;
}

const NEEDED = new Set(["data", "guard", "order", "pace"]);

/** The fixes one case's requests showed, against those its author knows of. */
export class FindingLedger {
  readonly #case: Case;
  #found: readonly NeedlessFound[];
  readonly #false = new Set<string>();
  readonly #critical = new Set<string>();

  constructor(one: Case) {
    this.#case = one;
    this.#found = one.needless.map((wanted) => missed(wanted));
  }

  /** As of the latest request that had as many calls as the fix needs. */
  get found(): readonly NeedlessFound[] {
    return this.#found;
  }

  /** Fixes that match none of the case's. */
  get falseFixes(): readonly string[] {
    return [...this.#false];
  }

  /** Fixes that would start a call together with one it needs. */
  get critical(): readonly string[] {
    return [...this.#critical];
  }

  add(analysis: RequestAnalysis): void {
    const { calls } = analysis.request;
    const matched = new Set<Fix>();
    this.#found = this.#case.needless.map((wanted, at) => {
      const together = new Set(
        wanted.startTogether.flatMap((name) => recordedNamed(name, calls).map(({ index }) => index)),
      );
      if (together.size < 2) return this.#found[at] ?? missed(wanted);
      const fixes = analysis.fixes.filter((fix) => isOf(fix, together));
      for (const fix of fixes) matched.add(fix);
      return best(wanted, fixes);
    });
    for (const fix of analysis.fixes) {
      if (!matched.has(fix)) this.#false.add(said(fix));
      this.#look(fix, analysis);
    }
  }

  #look(fix: Fix, { request }: RequestAnalysis): void {
    const index = new LabelIndex(this.#case, request.calls);
    for (const group of fix.startTogether) {
      const members = group.flatMap((position) => request.calls[fix.calls[position] ?? -1] ?? []);
      for (const from of members) {
        for (const to of members) {
          const label = from.index < to.index && from.end <= to.start ? index.of(from, to) : undefined;
          if (label !== undefined && NEEDED.has(label.truth))
            this.#critical.add(`${label.truth}: ${label.before} -> ${label.after} in ${said(fix)}`);
        }
      }
    }
  }
}

function isOf(fix: Fix, together: ReadonlySet<number>): boolean {
  return fix.calls.filter((call) => together.has(call)).length >= 2;
}

function missed(wanted: NeedlessWait): NeedlessFound {
  return { wanted, found: false, kind: undefined, kindRight: false, place: undefined, placeRight: false };
}

function best(wanted: NeedlessWait, fixes: readonly Fix[]): NeedlessFound {
  const judged = fixes.map((fix): NeedlessFound => ({
    wanted,
    found: true,
    kind: fix.kind,
    kindRight: fix.kind === wanted.kind,
    place: fix.place === undefined ? undefined : `${fix.place.file} ${fix.place.function ?? ""}`.trim(),
    placeRight: wanted.places.some((place) => isAt(fix, place)),
  }));
  const weight = ({ kindRight, placeRight }: NeedlessFound): number => Number(kindRight) + 2 * Number(placeRight);
  return judged.sort((a, b) => weight(b) - weight(a))[0] ?? missed(wanted);
}

function isAt({ place }: Fix, wanted: NeedlessWait["places"][number]): boolean {
  if (place === undefined || !`/${place.file}`.endsWith(`/${wanted.file}`)) return false;
  return wanted.function === undefined || place.function === undefined || place.function === wanted.function;
}

function said({ kind, place }: Fix): string {
  return `${kind} at ${place === undefined ? "no place" : `${place.file}:${place.line} ${place.function ?? ""}`.trim()}`;
}
