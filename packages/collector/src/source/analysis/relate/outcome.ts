import type { Place, SourceFact } from "@weir/core";
import { CAUGHT, FAILFAST, has, OPAQUE, SAID, STATE, STATUS, type Taint, TRIED } from "../machine/taint.ts";
import type { Seen, Watch } from "../machine/watch.ts";
import { functionNameAt } from "../syntax/function-name.ts";
import type { StackPlace } from "./stack-place.ts";

/** The part of a fact that the watched run decides. */
export interface Outcome extends Pick<SourceFact, "relation" | "reason" | "detail" | "failFast"> {
  /** Not every way to B waits for A (a time limit, a cache, a fallback): whether B waited, only lineage can say. */
  readonly sometimes?: boolean;
}

export function unknown(reason: string, detail?: SourceFact["detail"]): Outcome {
  return { relation: "unknown", reason, ...(detail === undefined ? {} : { detail }) };
}

/** What was seen of B, as a relation: the strongest need that any way to it has. */
export function outcomeOf(from: StackPlace, watch: Watch): Outcome {
  if (watch.seen.length === 0) return unknown("source.later-not-reached");
  const detail = { line: from.file.lines.position(from.call.start).line };
  const control = watch.seen.reduce((taint, seen) => taint | seen.control, 0);
  const used = watch.seen.reduce((taint, seen) => taint | metBy(seen), 0);
  if (watch.seen.every(({ wait }) => wait === "none" || wait === "started")) {
    return { relation: "parallel", reason: "source.not-awaited-before", detail };
  }
  if (has(used, SAID | STATUS | CAUGHT)) return { relation: "data", reason: "source.uses-answer", detail };
  if (has(control, SAID | STATUS | CAUGHT)) return { relation: "guard", reason: "source.guarded-by-answer", detail };
  return withoutNeed(watch, used | control, detail, has(control, FAILFAST));
}

/** What B met; a value that is there only because A worked tells that to a B that is reached either way. */
function metBy({ args, callee, reads, missed, site, control }: Seen): Taint {
  const met = callee | missed | (site ?? args | reads);
  return has(met, TRIED) && !has(control, TRIED) ? met | CAUGHT : met;
}

function withoutNeed(watch: Watch, taint: Taint, detail: Record<string, number>, failFast: boolean): Outcome {
  const { effects, conflict, notes } = watch;
  if (has(taint, STATE) || conflict !== undefined)
    return { relation: "ordered", reason: "source.shared-state", detail };
  if (effects.from === "write" || effects.to === "write" || watch.seen.some(({ behindWrite }) => behindWrite)) {
    return { relation: "ordered", reason: "source.writes", detail: { ...detail, name: effects.name } };
  }
  if (has(taint, OPAQUE)) return unknown("source.unfollowed-value", detail);
  if (effects.from === "unknown" || effects.to === "unknown")
    return unknown("source.effect-unknown", { ...detail, name: effects.name });
  const [note] = notes;
  if (note !== undefined) return unknown(note.reason, note.detail);
  const sometimes = watch.seen.some(({ wait }) => wait === "mixed");
  return {
    relation: "independent",
    reason: "source.unused-before",
    detail,
    ...(failFast ? { failFast } : {}),
    ...(sometimes ? { sometimes } : {}),
  };
}

/** Where a person finds the call. */
export function placeOf({ file, call }: StackPlace): Place {
  const { line, column } = file.lines.position(call.start);
  const name = functionNameAt(file, call.start);
  return name === undefined ? { file: file.path, line, column } : { file: file.path, line, column, function: name };
}
