import type { LeafFact, Slot, ValueSource } from "../model/call.ts";
import type { AttributeValue, Attributes, Span } from "../model/span.ts";
import type { Micros } from "../model/time.ts";
import {
  AGENT_SCOPE,
  EVIDENCE,
  EVIDENCE_FORMAT,
  EVIDENCE_SPAN,
  LEAF_CLASSES,
  MAX_LEAVES,
  MAX_OPERATIONS,
  OPERATION,
  OPERATION_EVENT,
} from "../wire/evidence-span.ts";

/** What the agent recorded about one operation; sequence numbers still unresolved. */
export interface OperationEvidence {
  readonly sequence: number;
  readonly start: Micros;
  readonly headers?: Micros;
  readonly body?: Micros;
  readonly bodyFirst?: Micros;
  readonly bodyRead?: boolean;
  readonly spanIds: readonly string[];
  readonly parent?: string;
  readonly stack?: string;
  readonly method?: string;
  readonly url?: string;
  readonly effect?: string;
  readonly outcome?: string;
  readonly status?: number;
  readonly waits?: { readonly headers: readonly number[]; readonly bodies: readonly number[] };
  readonly slots?: readonly Slot[];
  readonly leaves?: readonly LeafFact[];
  readonly partial?: boolean;
  readonly requestHash?: number;
  readonly responseHash?: number;
}

export interface RequestEvidence {
  readonly operations: readonly OperationEvidence[];
  readonly dropped: number;
  readonly recorded: { readonly values: boolean; readonly callSites: boolean; readonly lineage: boolean };
  readonly principal?: number;
  readonly inboundHash?: number;
}

const MAX_STACKS = 256;
const MAX_SLOT_LINES = 512;
const MAX_SLOT_LINE = 400;
const MAX_WAITS = 256;

const NO_EVIDENCE: RequestEvidence = {
  operations: [],
  dropped: 0,
  recorded: { values: false, callSites: false, lineage: false },
};

function isEvidenceSpan(span: Span): boolean {
  return span.name === EVIDENCE_SPAN && span.scope === AGENT_SCOPE;
}

/** Reads the evidence spans of one request. A format this reader does not know is as good as no evidence. */
export function readEvidence(spans: readonly Span[]): RequestEvidence {
  let evidence = NO_EVIDENCE;
  for (const span of spans) {
    if (!isEvidenceSpan(span) || integer(span.attributes[EVIDENCE.format]) !== EVIDENCE_FORMAT) continue;
    evidence = joined(evidence, readOne(span));
  }
  return evidence;
}

function joined(a: RequestEvidence, b: RequestEvidence): RequestEvidence {
  return {
    ...a,
    ...b,
    operations: [...a.operations, ...b.operations],
    dropped: a.dropped + b.dropped,
    recorded: {
      values: a.recorded.values || b.recorded.values,
      callSites: a.recorded.callSites || b.recorded.callSites,
      lineage: a.recorded.lineage || b.recorded.lineage,
    },
  };
}

function readOne(span: Span): RequestEvidence {
  const at = span.attributes;
  const stacks = texts(at[EVIDENCE.stacks], MAX_STACKS);
  const recorded = {
    values: at[EVIDENCE.hasValues] === true,
    callSites: at[EVIDENCE.hasCallSites] === true,
    lineage: at[EVIDENCE.hasLineage] === true,
  };
  const operations: OperationEvidence[] = [];
  let dropped = Math.max(0, integer(at[EVIDENCE.opsDropped]) ?? 0);
  for (const event of span.events) {
    if (event.name !== OPERATION_EVENT) continue;
    const operation = readOperation(event.attributes, stacks, recorded);
    if (operation !== undefined && operations.length < MAX_OPERATIONS) operations.push(operation);
    else dropped += 1;
  }
  const principal = integer(at[EVIDENCE.principal]);
  const inboundHash = integer(at[EVIDENCE.inbound]);
  return {
    operations,
    dropped,
    recorded,
    ...(principal === undefined ? {} : { principal: principal & 63 }),
    ...(inboundHash === undefined ? {} : { inboundHash: inboundHash & 0xffff }),
  };
}

function readOperation(
  at: Attributes,
  stacks: readonly string[],
  recorded: RequestEvidence["recorded"],
): OperationEvidence | undefined {
  const sequence = integer(at[OPERATION.sequence]);
  const start = integer(at[OPERATION.start]);
  if (sequence === undefined || start === undefined) return undefined;
  const stack = stacks[integer(at[OPERATION.stack]) ?? -1];
  const hasLineage = recorded.lineage && at[OPERATION.lineage] !== false;
  return {
    sequence,
    start,
    spanIds: texts(at[OPERATION.spanIds], 16),
    ...optional("headers", integer(at[OPERATION.headers])),
    ...optional("body", integer(at[OPERATION.body])),
    ...optional("bodyFirst", integer(at[OPERATION.bodyFirst])),
    ...optional("bodyRead", truth(at[OPERATION.bodyRead])),
    ...optional("parent", text(at[OPERATION.parent])),
    ...optional("stack", stack),
    ...optional("method", text(at[OPERATION.method])),
    ...optional("url", text(at[OPERATION.url])),
    ...optional("effect", text(at[OPERATION.effect])),
    ...optional("outcome", text(at[OPERATION.outcome])),
    ...optional("status", integer(at[OPERATION.status])),
    ...optional("requestHash", integer(at[OPERATION.request])),
    ...optional("responseHash", integer(at[OPERATION.response])),
    ...(hasLineage
      ? { waits: { headers: integers(at[OPERATION.waitsHeaders]), bodies: integers(at[OPERATION.waitsBody]) } }
      : {}),
    ...(recorded.values ? { slots: readSlots(texts(at[OPERATION.slots], MAX_SLOT_LINES)) } : {}),
    ...optional("leaves", recorded.values ? readLeaves(at[OPERATION.leaves]) : undefined),
    ...optional("partial", truth(at[OPERATION.slotsPartial])),
  };
}

/** `slot|from|path|transform|bits`; a path may hold bars itself. A slot without candidates stays, with no sources. */
function readSlots(lines: readonly string[]): readonly Slot[] {
  const slots = new Map<string, ValueSource[]>();
  for (const line of lines) {
    const parts = line.slice(0, MAX_SLOT_LINE).split("|");
    const [slot, from] = parts;
    if (slot === undefined || slot === "" || from === undefined || parts.length < 5) continue;
    const sources = slots.get(slot) ?? [];
    slots.set(slot, sources);
    const origin = originOf(from);
    const bits = Number(parts.at(-1));
    const transform = parts.at(-2) ?? "";
    if (origin === undefined || !Number.isFinite(bits)) continue;
    sources.push({
      from: origin,
      path: parts.slice(2, -2).join("|"),
      ...(transform === "" ? {} : { transform }),
      bits,
    });
  }
  return [...slots].map(([slot, sources]) => ({ slot, sources }));
}

/** `path|class`; a path may hold bars itself. */
function readLeaves(value: AttributeValue | undefined): readonly LeafFact[] | undefined {
  if (!isList(value)) return undefined;
  return texts(value, MAX_LEAVES).flatMap((line) => {
    const bar = line.lastIndexOf("|");
    const found = LEAF_CLASSES.find((name) => name === line.slice(bar + 1));
    return bar <= 0 || found === undefined ? [] : { path: line.slice(0, bar).slice(0, MAX_SLOT_LINE), class: found };
  });
}

function originOf(from: string): ValueSource["from"] | undefined {
  if (from === "incoming" || from === "clock" || from === "constant") return from;
  if (from === "incoming?" || from === "constant?") return from;
  return /^\d{1,15}$/.test(from) ? Number(from) : undefined;
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined): { readonly [K in Key]?: Value } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: Value };
}

function integer(value: AttributeValue | undefined): number | undefined {
  const number = typeof value === "bigint" ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) ? number : undefined;
}

function truth(value: AttributeValue | undefined): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

function text(value: AttributeValue | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function texts(value: AttributeValue | undefined, limit: number): readonly string[] {
  return isList(value) ? value.slice(0, limit).map((item) => (typeof item === "string" ? item : "")) : [];
}

function integers(value: AttributeValue | undefined): readonly number[] {
  if (!isList(value)) return [];
  return value.slice(0, MAX_WAITS).flatMap((item) => integer(item) ?? []);
}

function isList(value: AttributeValue | undefined): value is readonly AttributeValue[] {
  return Array.isArray(value);
}
