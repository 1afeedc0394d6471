import { createContextKey, type Context, type SpanContext } from "@opentelemetry/api";
import type { InboundRequest } from "../evidence/probe.ts";
import { Given } from "../given.ts";
import type { InboundBody } from "./inbound-body.ts";
import type { LiveOperation } from "./live-root.ts";

/** Keys are registered symbols, so every copy of this code reads what another copy wrote. */
const OPERATION_KEY = createContextKey("@weir/agent/operation");
const INBOUND_KEY = createContextKey("@weir/agent/inbound");
const ARRIVED_KEY = createContextKey("@weir/agent/arrived");
const SUB_REQUEST_KEY = createContextKey("@weir/agent/sub-request");

/**
 * Sits in the context of a running call. Contexts outlive calls (a kept-alive socket keeps the one it was opened in),
 * so what the context holds is this slot, and the slot is emptied when the call settles.
 */
export interface OperationSlot {
  op: LiveOperation | undefined;
  /** The call runs unrecorded because its root is full or over; spans in it are not calls of their own either. */
  readonly unrecorded?: boolean;
}

export function withOperation(context: Context, slot: OperationSlot): Context {
  return new CallContext(context instanceof CallContext ? context.outer : context, slot);
}

/** A context and the call that runs in it. Every call gets one, and the API's own would copy all there is each time. */
class CallContext implements Context {
  readonly outer: Context;
  readonly #slot: OperationSlot;

  constructor(outer: Context, slot: OperationSlot) {
    this.outer = outer;
    this.#slot = slot;
  }

  getValue(key: symbol): unknown {
    return key === OPERATION_KEY ? this.#slot : this.outer.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    const outer = this.outer.setValue(key, value);
    return key === OPERATION_KEY ? outer : new CallContext(outer, this.#slot);
  }

  deleteValue(key: symbol): Context {
    const outer = this.outer.deleteValue(key);
    return key === OPERATION_KEY ? outer : new CallContext(outer, this.#slot);
  }
}

export function operationIn(context: Context): LiveOperation | undefined {
  return slotIn(context)?.op;
}

/** True inside a call that is being made, recorded or not: layers further in leave it alone. */
export function isInCall(context: Context): boolean {
  const slot = slotIn(context);
  return slot !== undefined && (slot.op !== undefined || slot.unrecorded === true);
}

function slotIn(context: Context): OperationSlot | undefined {
  return context.getValue(OPERATION_KEY) as OperationSlot | undefined;
}

/** For a call a framework answers by running another of the app's own routes. */
export function withSubRequest(context: Context, slot: OperationSlot): Context {
  return context.setValue(SUB_REQUEST_KEY, slot);
}

/** The sub-request's span takes the slot's operation; what runs inside it is not part of that call. */
export function takeSubRequest(context: Context): LiveOperation | undefined {
  const slot = context.getValue(SUB_REQUEST_KEY) as OperationSlot | undefined;
  const op = slot?.op;
  if (slot !== undefined) slot.op = undefined;
  return op;
}

export function withInbound(context: Context, inbound: InboundHeaders): Context {
  return context.setValue(INBOUND_KEY, inbound);
}

export function inboundIn(context: Context): InboundHeaders | undefined {
  return (context.getValue(INBOUND_KEY) as InboundHeaders | undefined) ?? arrivedIn(context);
}

export interface InboundHeaders {
  headers: InboundRequest["headers"];
}

/** A request as it arrived at the process's server, whatever a framework makes of it. */
export interface Arrived extends InboundHeaders {
  readonly body: InboundBody | undefined;
  /** The first root made for it. Next.js makes one for its proxy and another for the page behind it. */
  root?: SpanContext;
}

export function withArrived(context: Context, arrived: Arrived): Context {
  return context.setValue(ARRIVED_KEY, arrived);
}

export function arrivedIn(context: Context): Arrived | undefined {
  return context.getValue(ARRIVED_KEY) as Arrived | undefined;
}

class OfMessage extends Given {
  readonly #arrived: Arrived;

  private constructor(headers: object, arrived: Arrived) {
    super(headers);
    this.#arrived = arrived;
  }

  static of(headers: object): Arrived | undefined {
    return #arrived in headers ? headers.#arrived : undefined;
  }

  static set(headers: object, arrived: Arrived): void {
    if (!(#arrived in headers)) void new OfMessage(headers, arrived);
  }
}

/** For a framework that starts from nothing but the message's headers. */
export function rememberArrived(headers: object, arrived: Arrived): void {
  OfMessage.set(headers, arrived);
}

export function arrivedWith(carrier: unknown): Arrived | undefined {
  return typeof carrier === "object" && carrier !== null ? OfMessage.of(carrier) : undefined;
}
