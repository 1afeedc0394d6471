import type { Person } from "./person.ts";
import type { Ledger } from "./ledger.ts";

/** One request to an upstream service, already authenticated where it carries a token. */
export interface ServiceRequest {
  readonly seed: number;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  /** Whose token came along; absent for a visitor. */
  readonly person: Person | undefined;
  /** The token is not one this backend ever issued. */
  readonly tokenRejected: boolean;
  readonly people: readonly Person[];
  readonly ledger: Ledger;
}

export interface ServiceAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** An upstream endpoint as its own team would describe it: what it answers and how long it usually takes. */
export interface Service {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** `/catalog/products/{id}` */
  readonly path: string;
  /** Typical milliseconds until the answer is on the wire. */
  readonly latency: number;
  respond(request: ServiceRequest): ServiceAnswer;
}

export function ok(body: unknown): ServiceAnswer {
  return { status: 200, body };
}

export function created(body: unknown): ServiceAnswer {
  return { status: 201, body };
}

export function failed(status: number, code: string): ServiceAnswer {
  return { status, body: { error: { code } } };
}
