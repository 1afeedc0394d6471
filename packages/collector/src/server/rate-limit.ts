import { isIPv6 } from "node:net";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { WeirError } from "../errors.ts";
import type { Metrics } from "../metrics.ts";

export interface Rate {
  /** What an address may do in a minute, when it goes on for long. */
  readonly perMinute: number;
  /** What it may do at once after a quiet time. */
  readonly burst: number;
}

/** Addresses told apart; the one that was quiet longest is forgotten. */
export const MAX_ADDRESSES = 10_000;

/** Presenting a wrong token costs as much as so many requests. */
const REFUSED_COST = 50;

const MINUTE_MS = 60_000;

interface Bucket {
  left: number;
  at: number;
}

/** A bucket of requests per address that fills up again with time. `clock` in milliseconds, of one that does not jump. */
export class RateLimit {
  readonly #rate: Rate;
  readonly #clock: () => number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(rate: Rate, clock: () => number) {
    this.#rate = rate;
    this.#clock = clock;
  }

  get addresses(): number {
    return this.#buckets.size;
  }

  /** Seconds to wait before the next request; `undefined` when there is no need to. */
  wait(address: string): number | undefined {
    const missing = 1 - this.#filled(address).left;
    return missing <= 0 ? undefined : Math.ceil((missing * 60) / this.#rate.perMinute);
  }

  spend(address: string, cost: number): void {
    const bucket = this.#filled(address);
    bucket.left -= cost;
    this.#buckets.delete(address);
    this.#buckets.set(address, bucket);
    if (this.#buckets.size <= MAX_ADDRESSES) return;
    const [oldest] = this.#buckets.keys();
    if (oldest !== undefined) this.#buckets.delete(oldest);
  }

  #filled(address: string): Bucket {
    const { perMinute, burst } = this.#rate;
    const now = this.#clock();
    const bucket = this.#buckets.get(address) ?? { left: burst, at: now };
    bucket.left = Math.min(burst, bucket.left + ((now - bucket.at) * perMinute) / MINUTE_MS);
    bucket.at = now;
    return bucket;
  }
}

/**
 * Bounds what one address may ask of pages and API. Senders of spans and probes are not counted here: ingest has bounds
 * of its own, and one sender with a wrong token must not shut out the others behind the same address.
 */
export function limitRate(app: FastifyInstance, limit: RateLimit, metrics: Metrics): void {
  const refused = metrics.counter("weir_http_limited_total", "Requests refused because an address asked too much");
  metrics.gauge("weir_http_addresses", "Addresses whose requests are counted", () => limit.addresses);
  app.addHook("onRequest", async (request) => {
    if (isProgram(request)) return;
    const address = addressOf(request);
    const retryAfter = limit.wait(address);
    if (retryAfter !== undefined) {
      refused.add();
      throw new WeirError("WEIR_TOO_MANY_REQUESTS", "This address asks too much", {
        status: 429,
        retryAfter,
        hint: "Behind a proxy, name it in trustedProxies, so that its clients are told apart",
      });
    }
    limit.spend(address, 1);
  });
  app.addHook("onResponse", async (request, { statusCode }) => {
    if (isProgram(request) || (statusCode !== 401 && statusCode !== 403)) return;
    limit.spend(addressOf(request), REFUSED_COST);
  });
}

function isProgram(request: FastifyRequest): boolean {
  return request.routeOptions.config?.anyHost === true;
}

/** One network of IPv6 is one customer: it has as many addresses as it likes. */
function addressOf({ ip }: FastifyRequest): string {
  return isIPv6(ip) && !ip.startsWith("::ffff:") ? networkOf(ip) : ip;
}

function networkOf(ip: string): string {
  const [head = "", tail] = ip.split("%")[0]?.split("::") ?? [];
  const first = head === "" ? [] : head.split(":");
  const last = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : 8 - first.length - last.length;
  return [...first, ...Array.from({ length: zeros }, () => "0"), ...last].slice(0, 4).join(":");
}
