import { createHash } from "node:crypto";
import type { HitRow, RequestRow, RouteKey } from "../port.ts";

/** What a row of `facts` counts. */
export const KIND = { batch: 0, request: 1, hit: 2, pair: 3, shape: 4 } as const;
export type Kind = (typeof KIND)[keyof typeof KIND];

/** Everything rows are grouped and told apart by, as texts. */
export interface Dimension extends RouteKey {
  readonly kind: Kind;
  readonly version: string;
  readonly method: string;
  readonly route: string;
  /** A finding's fingerprint, a pair's or a shape's key. */
  readonly key: string;
}

/** Bits of a dimension's id that go into a cell; the rest of the cell is a bucket. */
const BUCKET_BITS = 11n;

export interface DimensionId {
  /** 32 upper-case hexadecimal digits, as ClickHouse writes them. */
  readonly hex: string;
  /** The cell of bucket 0. */
  readonly cell: bigint;
}

export function ofRequest({ service, env, routeKey, version, method, route }: RequestRow): Dimension {
  return { kind: KIND.request, service, env, routeKey, version, method, route, key: "" };
}

export function ofHit({ service, env, routeKey, version, fingerprint }: HitRow): Dimension {
  return { kind: KIND.hit, service, env, routeKey, version, method: "", route: "", key: fingerprint };
}

/** The text a dimension's id is made of, for caches. */
export function dimensionText({ kind, service, env, routeKey, version, key }: Dimension): string {
  return JSON.stringify([kind, service, env, routeKey, version, key]);
}

/**
 * The first 128 bits of a text's SHA-256. Collectors need not agree on numbers, a retry gives the same rows, and nobody
 * can make two names meet.
 */
export function idOf(dimension: string): DimensionId {
  const hex = createHash("sha256").update(dimension).digest("hex").slice(0, 32).toUpperCase();
  return { hex, cell: cellOf(hex) };
}

/** The number by which `facts` groups a dimension: 53 bits, exact as a JavaScript number. */
export function groupOf(hex: string): number {
  return Number(cellOf(hex) >> BUCKET_BITS);
}

function cellOf(hex: string): bigint {
  return (BigInt(`0x${hex.slice(0, 16)}`) >> BUCKET_BITS) << BUCKET_BITS;
}
