import type { Outcome } from "../model/call.ts";
import type { Micros } from "../model/time.ts";
import { effectOf } from "../normalize/effect.ts";
import { outcomeOf } from "../normalize/outcome.ts";
import { urlTemplate } from "../normalize/url.ts";
import type { CallDraft } from "./call-draft.ts";
import type { OperationEvidence } from "./evidence-operations.ts";

export interface Joined {
  readonly drafts: readonly CallDraft[];
  /** Sequence number of an operation that shared another's fetch -> the span id of that fetch. */
  readonly sharedOperations: ReadonlyMap<number, string>;
}

/** Two clocks of one process that differ by more than this are not the same clock. */
const CLOCK_STEP: Micros = 100_000;
/** A sub-request's span starts this close to the operation that caused it. */
const NEAR: Micros = 2_000;

/**
 * Puts the agent's operations over the drafts made from spans: an operation's own times win, its spans (the hops of a
 * redirect) become one call, and an operation whose span never arrived is a call by itself.
 */
export function joinOperations(
  drafts: readonly CallDraft[],
  operations: readonly OperationEvidence[],
  shared: ReadonlyMap<string, string>,
): Joined {
  const bySpan = new Map<string, CallDraft>();
  for (const draft of drafts) for (const id of draft.spanIds) bySpan.set(id, draft);
  const aligned = alignClock(operations, bySpan);
  const claimed = new Set<CallDraft>();
  const sharedOperations = new Map<number, string>();
  const joined: CallDraft[] = [];
  for (const operation of aligned) {
    const own = ownDrafts(operation, bySpan, claimed, drafts);
    const original = operation.spanIds.map((id) => shared.get(id)).find((id) => id !== undefined);
    if (own.length === 0 && original !== undefined) {
      sharedOperations.set(operation.sequence, original);
      continue;
    }
    for (const draft of own) claimed.add(draft);
    const draft = own.length > 0 ? withOperation(own, operation) : fromOperation(operation);
    if (draft !== undefined) joined.push(draft);
  }
  return { drafts: [...joined, ...drafts.filter((draft) => !claimed.has(draft))], sharedOperations };
}

function ownDrafts(
  operation: OperationEvidence,
  bySpan: ReadonlyMap<string, CallDraft>,
  claimed: ReadonlySet<CallDraft>,
  drafts: readonly CallDraft[],
): readonly CallDraft[] {
  const own = new Set<CallDraft>();
  for (const id of operation.spanIds) {
    const draft = bySpan.get(id);
    if (draft !== undefined && !claimed.has(draft)) own.add(draft);
  }
  const isAlone = operation.spanIds.length > 0 || operation.parent !== undefined;
  if (own.size > 0 || isAlone) return [...own].sort((a, b) => a.start - b.start);
  const until = (operation.headers ?? operation.start) + NEAR;
  const sub = drafts.find(
    (draft) =>
      draft.kind === "internal" && !claimed.has(draft) && draft.start >= operation.start - NEAR && draft.start <= until,
  );
  return sub === undefined ? [] : [sub];
}

function withOperation(own: readonly CallDraft[], operation: OperationEvidence): CallDraft {
  const first = own[0];
  const last = own.at(-1);
  if (first === undefined || last === undefined) throw new Error("an operation was joined to no draft");
  const { headers, ...draft } = first;
  const settled = operation.headers ?? headers;
  return {
    ...draft,
    outcome: outcomeAfter(operation, last.outcome),
    effect: effectAfter(operation, draft),
    start: operation.start,
    ...(settled === undefined ? {} : { headers: clamp(settled, operation.start) }),
    end: endOf(
      operation,
      own.reduce((end, { end: at }) => Math.max(end, at), first.end),
    ),
    exact: true,
    cached: own.every(({ cached }) => cached),
    spanIds: own.flatMap(({ spanIds }) => spanIds),
    ...operationFacts(operation),
  };
}

/** No span arrived: the operation alone says when it was, and where the agent could, what it asked for. */
function fromOperation(operation: OperationEvidence): CallDraft | undefined {
  if (operation.headers === undefined && operation.body === undefined) return undefined;
  const method = (operation.method ?? "").toUpperCase();
  const url = operation.url === undefined ? undefined : urlTemplate(operation.url);
  const path = url?.path ?? "";
  return {
    kind: "http",
    method,
    target: url === undefined ? "{unknown}" : url.host + url.path,
    effect: effectOf({ kind: "http", method, name: path, declared: operation.effect }),
    outcome: outcomeAfter(operation, { class: "ok" }),
    start: operation.start,
    ...(operation.headers === undefined ? {} : { headers: clamp(operation.headers, operation.start) }),
    end: endOf(operation, undefined),
    exact: true,
    cached: false,
    spanIds: operation.spanIds,
    ...(operation.parent === undefined ? {} : { parentSpanId: operation.parent }),
    ...operationFacts(operation),
  };
}

function operationFacts(operation: OperationEvidence): Pick<CallDraft, "sequence" | "stack" | "waits" | "values"> {
  const { sequence, stack, waits, slots, leaves, partial, requestHash, responseHash } = operation;
  const bodyReadAt = readMoment(operation);
  return {
    sequence,
    ...(stack === undefined ? {} : { stack }),
    ...(waits === undefined ? {} : { waits }),
    ...(slots === undefined
      ? {}
      : {
          values: {
            slots,
            ...(leaves === undefined ? {} : { leaves }),
            ...(partial === undefined ? {} : { partial }),
            ...(requestHash === undefined ? {} : { requestHash }),
            ...(responseHash === undefined ? {} : { responseHash }),
            ...(bodyReadAt === undefined ? {} : { bodyReadAt }),
          },
        }),
  };
}

/** When the app may have seen the body first. Nobody watched: as early as it could have been, since that is the safe reading. */
function readMoment({ bodyRead, bodyFirst, body, headers, start }: OperationEvidence): Micros | undefined {
  return bodyRead === false ? undefined : (bodyFirst ?? body ?? headers ?? start);
}

/**
 * A body nobody read ends with its headers: the span stays open until the response is collected and says nothing. A
 * body read as a stream has no moment of its own; there the span's end is the best there is.
 */
function endOf({ start, headers, body, bodyRead }: OperationEvidence, spanEnd: Micros | undefined): Micros {
  if (body !== undefined) return clamp(body, start);
  if (bodyRead === true) return clamp(Math.max(headers ?? start, spanEnd ?? start), start);
  return clamp(headers ?? spanEnd ?? start, start);
}

function effectAfter({ effect }: OperationEvidence, draft: Pick<CallDraft, "effect">): CallDraft["effect"] {
  return effect === "read" || effect === "write" ? effect : draft.effect;
}

function outcomeAfter({ outcome, status }: OperationEvidence, spans: Outcome): Outcome {
  const own = outcomeOf({ status, operation: outcome });
  return own.class === "error" && spans.class !== "ok"
    ? spans
    : own.class === "ok" && status === undefined
      ? spans
      : own;
}

function clamp(moment: Micros, start: Micros): Micros {
  return Math.max(moment, start);
}

/**
 * The agent's clock is monotonic and drifts from the wall clock that spans start on. Calls without an operation
 * (databases) lie on the spans' clock, so a difference beyond any start-up delay moves the operations onto it.
 */
function alignClock(
  operations: readonly OperationEvidence[],
  bySpan: ReadonlyMap<string, CallDraft>,
): readonly OperationEvidence[] {
  const offsets = operations
    .flatMap(({ spanIds, start }) => {
      const draft = bySpan.get(spanIds[0] ?? "");
      return draft === undefined ? [] : [draft.start - start];
    })
    .sort((a, b) => a - b);
  const offset = offsets[Math.floor(offsets.length / 2)] ?? 0;
  if (Math.abs(offset) <= CLOCK_STEP) return operations;
  return operations.map((operation) => ({
    ...operation,
    start: operation.start + offset,
    ...(operation.headers === undefined ? {} : { headers: operation.headers + offset }),
    ...(operation.body === undefined ? {} : { body: operation.body + offset }),
  }));
}
