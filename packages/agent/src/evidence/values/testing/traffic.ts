import { OPERATION } from "@weir/core/wire";
import type { Operation, Root } from "../../../operation.ts";
import type { InboundRequest, InboundText, IncomingResponse, OutgoingRequest } from "../../probe.ts";
import type { ValueProbe } from "../value-probe.ts";

export interface Call {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly partial?: boolean;
  /** The call site; calls with one URL shape are one site if it is left out. */
  readonly site?: string;
  /** What comes back: JSON, or a text of its own; `unread` when the app takes only the headers. */
  readonly answer?: unknown;
  readonly answerText?: string | undefined;
  readonly answerHeaders?: Readonly<Record<string, string>>;
  readonly unread?: boolean;
}

export interface Inbound {
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
  readonly body?: InboundText;
}

/** One line of `weir.op.slots`. */
export interface Line {
  readonly slot: string;
  readonly from: string;
  readonly path: string;
  readonly transform: string;
  readonly bits: number;
}

export interface Told {
  readonly sequence: number;
  readonly lines: readonly Line[];
  readonly partial: boolean;
  readonly facts: Readonly<Record<string, unknown>>;
}

let spans = 0;

/** Runs one inbound request whose calls are made one after the other, each body read before the next call. */
export class Traffic {
  readonly probe: ValueProbe;
  #sequence = 0;
  #now = 0;

  constructor(probe: ValueProbe) {
    this.probe = probe;
  }

  start(inbound: Inbound = {}): Root {
    const spanId = String(++spans).padStart(16, "0");
    const root: Root = {
      traceId: spanId + spanId,
      spanId,
      start: 0,
      operations: [],
      droppedOperations: 0,
      ended: false,
    };
    const request: InboundRequest = {
      method: inbound.method ?? "GET",
      url: inbound.url ?? "/",
      headers: () => Object.entries(inbound.headers ?? {}),
      body: () => inbound.body,
    };
    this.probe.enter(root, request);
    return root;
  }

  call(root: Root, call: Call): Operation {
    const op: Operation = {
      sequence: ++this.#sequence,
      root,
      start: ++this.#now,
      bodyRead: false,
      outcome: "pending",
      spanIds: [],
      stack: call.site,
    };
    root.operations.push(op);
    this.probe.begin(op, outgoing(call));
    const response = incoming(call);
    op.headers = ++this.#now;
    op.status = 200;
    this.probe.headers(op, response);
    if (call.unread !== true) {
      op.bodyRead = true;
      op.body = ++this.#now;
      this.probe.body(op, response);
    }
    return op;
  }

  told(op: Operation): Told {
    const facts = this.probe.facts(op);
    const lines = ((facts[OPERATION.slots] ?? []) as readonly string[]).map(lineOf);
    return { sequence: op.sequence, lines, partial: facts[OPERATION.slotsPartial] === true, facts };
  }

  /** All calls of one request; what is told of each. */
  run(inbound: Inbound, calls: readonly Call[]): Told[] {
    const root = this.start(inbound);
    const operations = calls.map((call) => this.call(root, call));
    const told = operations.map((op) => this.told(op));
    this.probe.leave(root);
    return told;
  }
}

function outgoing({ url, method = "GET", headers = {}, body, partial = false }: Call): OutgoingRequest {
  return { url, method, partial, headers: () => Object.entries(headers), body: () => body };
}

function incoming({ answer, answerText, answerHeaders = {} }: Call): IncomingResponse {
  const text = answerText ?? (answer === undefined ? undefined : JSON.stringify(answer));
  return { status: 200, headers: () => Object.entries(answerHeaders), ...(text === undefined ? {} : { text }) };
}

function lineOf(line: string): Line {
  const [slot = "", from = "", path = "", transform = "", bits = ""] = line.split("|");
  return { slot, from, path, transform, bits: Number(bits) };
}
