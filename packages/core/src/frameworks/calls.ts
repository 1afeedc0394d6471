import type { Call, Lineage, Slot, ValueFacts, ValueSource } from "../model/call.ts";
import type { Frame } from "../model/frame.ts";
import type { Owner } from "../model/owner.ts";
import type { Span } from "../model/span.ts";
import type { Micros } from "../model/time.ts";
import { parseStack } from "../normalize/stack.ts";
import type { CallDraft } from "./call-draft.ts";
import type { FrameworkReader } from "./framework-reader.ts";
import type { Joined } from "./join-operations.ts";
import type { SpanTree } from "./span-tree.ts";
import { isSubRequest } from "./sveltekit.ts";

/** Calls of one request; more are dropped, latest first, and counted. */
export const MAX_CALLS = 200;
/** A root's times are whole milliseconds at the start: calls this close to its end may lie behind it. */
const ROOT_CLOCK: Micros = 1_000;

export interface RequestFrame {
  readonly root: Span;
  readonly reader: FrameworkReader;
  readonly tree: SpanTree;
  readonly start: Micros;
  readonly end: Micros;
}

/** Lays the drafts of one request on one flat timeline and resolves what refers to other calls. */
export function layCalls(
  joined: Joined,
  frame: RequestFrame,
): { readonly calls: readonly Call[]; readonly dropped: number } {
  const sorted = [...joined.drafts].sort(byStart);
  const kept = sorted.slice(0, MAX_CALLS);
  const places = new Places(kept, joined.sharedOperations);
  const stacks = new Map<string, readonly Frame[]>();
  const around = new Map<readonly Span[], Around>();
  const calls = kept.map((draft, index) => {
    const above = spansAbove(draft, frame.tree);
    let known = around.get(above);
    if (known === undefined) {
      known = { owner: ownerOf(above, frame), within: containerOf(above, places) };
      around.set(above, known);
    }
    return callOf(draft, index, frame, known, places, stacks);
  });
  return { calls, dropped: sorted.length - kept.length };
}

/** What lies above a call. Siblings share the way up, and with it this. */
interface Around {
  readonly owner: Owner;
  readonly within: number | undefined;
}

function byStart(a: CallDraft, b: CallDraft): number {
  const byTime = a.start - b.start || (a.sequence ?? 0) - (b.sequence ?? 0) || a.end - b.end;
  if (byTime !== 0) return byTime;
  const [x = "", y = ""] = [a.spanIds[0], b.spanIds[0]];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Where sequence numbers and span ids ended up. */
class Places {
  readonly #bySequence = new Map<number, number>();
  readonly #bySpan = new Map<string, number>();

  constructor(drafts: readonly CallDraft[], shared: ReadonlyMap<number, string>) {
    drafts.forEach((draft, index) => {
      if (draft.sequence !== undefined) this.#bySequence.set(draft.sequence, index);
      for (const id of draft.spanIds) this.#bySpan.set(id, index);
    });
    for (const [sequence, spanId] of shared) {
      const index = this.#bySpan.get(spanId);
      if (index !== undefined) this.#bySequence.set(sequence, index);
    }
  }

  ofSequence(sequence: number): number | undefined {
    return this.#bySequence.get(sequence);
  }

  ofSpan(spanId: string): number | undefined {
    return this.#bySpan.get(spanId);
  }
}

function callOf(
  draft: CallDraft,
  index: number,
  frame: RequestFrame,
  { owner, within }: Around,
  places: Places,
  stacks: Map<string, readonly Frame[]>,
): Call {
  const { kind, method, target, start, headers, end, exact, sequence, spanIds, effect, outcome, cached } = draft;
  const lineage = draft.waits === undefined ? undefined : lineageOf(draft.waits, index, places);
  return {
    index,
    kind,
    method,
    target,
    start,
    ...(headers === undefined ? {} : { headers: Math.min(headers, end) }),
    end,
    exact,
    ...(sequence === undefined ? {} : { sequence }),
    spanIds,
    owner,
    frames: framesOf(draft.stack, stacks),
    effect,
    outcome,
    cached,
    ...(within === undefined || within === index ? {} : { within }),
    background: start >= frame.end - ROOT_CLOCK && end > frame.end,
    ...(lineage === undefined ? {} : { lineage }),
    ...(draft.values === undefined ? {} : { values: valuesOf(draft.values, places) }),
  };
}

/** From the nearest up. */
function spansAbove({ span, parentSpanId }: CallDraft, tree: SpanTree): readonly Span[] {
  if (span !== undefined) return tree.ancestors(span);
  const parent = parentSpanId === undefined ? undefined : tree.find(parentSpanId);
  return parent === undefined ? [] : [parent, ...tree.ancestors(parent)];
}

function ownerOf(above: readonly Span[], { root, reader }: RequestFrame): Owner {
  for (const span of above) {
    const owner = reader.ownerOf(span, root);
    if (owner !== undefined) return owner;
    if (span === root) break;
  }
  return reader.ownerOf(root, root) ?? { kind: "request", name: root.name, spanId: root.spanId };
}

function containerOf(above: readonly Span[], places: Places): number | undefined {
  const container = above.find(isSubRequest);
  return container === undefined ? undefined : places.ofSpan(container.spanId);
}

function framesOf(stack: string | undefined, parsed: Map<string, readonly Frame[]>): readonly Frame[] {
  if (stack === undefined) return [];
  const frames = parsed.get(stack) ?? parseStack(stack);
  parsed.set(stack, frames);
  return frames;
}

function lineageOf(waits: NonNullable<CallDraft["waits"]>, self: number, places: Places): Lineage {
  return { headers: indicesOf(waits.headers, self, places), bodies: indicesOf(waits.bodies, self, places) };
}

function indicesOf(sequences: readonly number[], self: number, places: Places): readonly number[] {
  const indices = new Set<number>();
  for (const sequence of sequences) {
    const index = places.ofSequence(sequence);
    if (index !== undefined && index !== self) indices.add(index);
  }
  return [...indices].sort((a, b) => a - b);
}

/** A source that names an operation nobody reported keeps its slot: the value came from elsewhere, so it is unexplained. */
function valuesOf(values: ValueFacts, places: Places): ValueFacts {
  return { ...values, slots: values.slots.map((slot) => resolved(slot, places)) };
}

function resolved(slot: Slot, places: Places): Slot {
  const sources: ValueSource[] = [];
  for (const source of slot.sources) {
    const from = typeof source.from === "number" ? places.ofSequence(source.from) : source.from;
    if (from !== undefined) sources.push({ ...source, from });
  }
  return { ...slot, sources };
}
