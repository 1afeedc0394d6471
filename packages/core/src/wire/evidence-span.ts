/**
 * The evidence of one sampled request travels as one INTERNAL span, child of the request's local root and exported
 * after it, with one span event per operation. It holds times, stacks, lineage and facts; never a value.
 */
export const EVIDENCE_SPAN = "weir.evidence";

/** Scope of every span the agent makes itself. */
export const AGENT_SCOPE = "@weir/agent";

/** Version of this format; a collector ignores evidence of a format it does not know. */
export const EVIDENCE_FORMAT = 1;

/** At most this many operations per evidence span; more are counted in `weir.ops.dropped`. */
export const MAX_OPERATIONS = 120;

/** Span attributes of the evidence span. */
export const EVIDENCE = {
  format: "weir.format",
  opsDropped: "weir.ops.dropped",
  /** Booleans: what was recorded for this request. */
  hasValues: "weir.has.values",
  hasCallSites: "weir.has.call_sites",
  hasLineage: "weir.has.lineage",
  /** Distinct stacks of this request, newline-joined raw frames; operations refer to them by index. */
  stacks: "weir.stacks",
  /** Keyed hash, 0..63, equal in all processes of a service; tells principals apart without naming them. */
  principal: "weir.principal",
  /** Keyed hash of the inbound request, 16 bits. */
  inbound: "weir.inbound",
} as const;

/** Leaves told of one response. */
export const MAX_LEAVES = 16;

/**
 * What a leaf of a response was, never what it said. `missing`: not there this time, though it was in other answers to
 * the same call. `full`: a list with items. `same`: a word that has been the same in many answers so far. `e0`…`e7`: a word out of a few, as a bucket of a keyed hash that is the same in all processes.
 */
export const LEAF_CLASSES = [
  "null",
  "empty",
  "false",
  "zero",
  "missing",
  "true",
  "full",
  "same",
  "e0",
  "e1",
  "e2",
  "e3",
  "e4",
  "e5",
  "e6",
  "e7",
] as const;

export type LeafClass = (typeof LEAF_CLASSES)[number];

/** Name of one operation's span event. */
export const OPERATION_EVENT = "weir.op";

/** Attributes of an operation event. Times are integer microseconds since the epoch on the process's monotonic clock. */
export const OPERATION = {
  /** Process-wide sequence number, increasing in start order. */
  sequence: "weir.op.seq",
  start: "weir.op.start",
  /** The fetch promise settled; absent if it never did. */
  headers: "weir.op.headers",
  /** The app had the whole body; absent if it was never read or could not be seen. */
  body: "weir.op.body",
  /** Ids of the spans this operation made, hex. */
  spanIds: "weir.op.spans",
  /** Id of the span the operation was made under, hex, where it has none of its own to say so. */
  parent: "weir.op.parent",
  /**
   * Method and URL (redacted like those of spans), only for an operation that has no span or whose span had not ended
   * when the evidence was sent: an unread body keeps its span open for good.
   */
  method: "weir.op.method",
  url: "weir.op.url",
  /** Index into `weir.stacks`. */
  stack: "weir.op.stack",
  /** `read` | `write` | absent: what the request itself says (a GraphQL query sent by POST). */
  effect: "weir.op.effect",
  /** `ok` | `error` | `aborted` | `timeout`, with the HTTP status apart. */
  outcome: "weir.op.outcome",
  status: "weir.op.status",
  /** Sequence numbers of operations whose headers / body had settled on the way to this one. */
  waitsHeaders: "weir.op.waits.headers",
  waitsBody: "weir.op.waits.body",
  /** False when lineage ran out of bits for this operation: then it is unobserved, never wrong. */
  lineage: "weir.op.lineage",
  /**
   * Value facts, one string per candidate: `slot|from|path|transform|bits`, where `from` is `incoming`, `clock`,
   * `constant` (this process saw one value here over at least 3 requests that differed) or the sequence number of an
   * operation; `incoming?` and `constant?` where a response held the value too, and by name or beyond chance. A slot
   * nothing explains is `slot||||0`. The bits are 0 where they would count
   * twice: this process told the same value at the same position before, or the position has had one value only and the
   * match is too weak to stand alone.
   */
  slots: "weir.op.slots",
  /**
   * True when the slots prove what they show and nothing by what they lack: something of the request or of an earlier
   * response was not seen, or too few requests were to tell a constant.
   */
  slotsPartial: "weir.op.slots.partial",
  /** Keyed hash of the request (method, URL, body), 16 bits: tells one sent again from another. */
  request: "weir.op.request",
  /**
   * Keyed hash of the response, 3 bits: enough to count a few different ones. Equal in all processes of a service, or
   * one response would count once for each.
   */
  response: "weir.op.response",
  /**
   * What could decide a branch: leaves of the response that were nothing, lists, truth values, and words that take few
   * values. One string per leaf, `path|class`, at most `MAX_LEAVES`, see `LEAF_CLASSES`; other leaves are not listed. Present,
   * be it empty, wherever the response was seen in full.
   */
  leaves: "weir.op.leaves",
  /** True when any of the body was handed to the app; see `body` and `bodyRead`. */
  bodyRead: "weir.op.body_read",
  /** The app got the first of the body, where it read it as a stream; `body` is when it had all. */
  bodyFirst: "weir.op.body_first",
} as const;
