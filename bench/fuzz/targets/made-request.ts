import type {
  OracleAttribute,
  OracleRequest,
  OracleSpan,
  OracleValue,
} from "../../../packages/collector/src/ingest/testing/oracle.ts";
import { EVENT_KEYS, RESOURCE_KEYS, SPAN_KEYS } from "../../../packages/collector/src/ingest/wanted-keys.ts";
import type { Random } from "../engine/random.ts";

const ODD_KEYS = ["weir.new", "weir.", "sveltekit.load.result.type", "__proto__", "constructor", "", "user.id", "ü"];
const TEXTS = [
  "",
  "GET",
  "http://a:b@c/d?e=f#g",
  "select * from t where a = 'x'",
  "ü".repeat(40),
  "\u0000",
  "😀",
  "x".repeat(300),
];
const EDGES = [
  0n,
  1n,
  -1n,
  127n,
  128n,
  2n ** 31n,
  2n ** 32n,
  2n ** 53n - 1n,
  2n ** 53n,
  -(2n ** 53n),
  2n ** 63n - 1n,
  -(2n ** 63n),
];

/** A request whose spans are all valid, of the kind any sender may send. */
export function madeRequest(random: Random): OracleRequest {
  return {
    resourceSpans: random.list(2, () => ({
      resource: { attributes: attributes(random, RESOURCE_KEYS) },
      scopeSpans: random.list(2, () => ({
        scope: { name: random.chance(3) ? "@weir/agent" : text(random), version: "1" },
        spans: random.list(3, () => span(random)),
      })),
    })),
  };
}

function span(random: Random): OracleSpan {
  const start = 1_700_000_000_000_000_000n + BigInt(random.below(2 ** 31)) * 1_001n;
  return {
    traceId: id(random, 16),
    spanId: id(random, 8),
    ...(random.chance(2) ? { parentSpanId: random.chance(4) ? new Uint8Array(8) : id(random, 8) } : {}),
    name: text(random),
    kind: random.below(6),
    startTimeUnixNano: long(start, true),
    endTimeUnixNano: long(start + BigInt(random.below(2 ** 31)), true),
    attributes: attributes(random, SPAN_KEYS),
    events: random.list(2, () => ({
      timeUnixNano: long(start, true),
      name: random.pick(["exception", "weir.op", "log"]),
      attributes: attributes(random, EVENT_KEYS),
    })),
    links: random.list(1, () => ({
      traceId: id(random, 16),
      spanId: id(random, 8),
      attributes: attributes(random, ["weir.link"]),
    })),
    ...(random.chance(3) ? { status: { code: random.below(3), message: text(random) } } : {}),
  };
}

function attributes(random: Random, keys: readonly string[]): OracleAttribute[] {
  const made = random.list(6, () => ({
    key: random.chance(4) ? random.pick(ODD_KEYS) : random.pick(keys),
    value: value(random, 0),
  }));
  return [...new Map(made.map((one) => [one.key, one])).values()];
}

function value(random: Random, depth: number): OracleValue {
  switch (random.below(depth > 2 ? 6 : 7)) {
    case 0:
      return { boolValue: random.chance(2) };
    case 1:
      return { intValue: long(random.chance(2) ? random.pick(EDGES) : BigInt(random.below(1_000)), false) };
    case 2:
      return { doubleValue: random.pick([0, -0, 1.5, 1e300, Number.NaN, Infinity, -1e-7]) };
    case 3:
      return random.chance(2) ? {} : { bytesValue: id(random, 3) };
    case 6:
      return { arrayValue: { values: random.list(3, () => value(random, depth + 1)) } };
    default:
      return { stringValue: text(random) };
  }
}

function text(random: Random): string {
  if (random.chance(2)) return random.pick(TEXTS);
  return String.fromCharCode(...random.list(12, () => 32 + random.below(95)));
}

function id(random: Random, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, () => 1 + random.below(255));
}

function long(value: bigint, unsigned: boolean): { low: number; high: number; unsigned: boolean } {
  return { low: Number(BigInt.asIntN(32, value)), high: Number(BigInt.asIntN(32, value >> 32n)), unsigned };
}
