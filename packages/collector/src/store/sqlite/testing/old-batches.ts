import { DAY_MS } from "../../day.ts";
import type { Batch } from "../../port.ts";
import { batch, counter, document, hexId, hit, NOON, request, trace } from "../../testing.ts";

/**
 * What the stores of earlier forms in `fixtures/stores` were given, by the code that made them: two days, two routes, two
 * versions, and one of everything else.
 */
export function oldBatches(): readonly Batch[] {
  return [NOON, NOON + DAY_MS].map((ts, day) => {
    const requests = Array.from({ length: 40 }, (_, n) =>
      request({
        ts: ts + n * 1000,
        traceId: hexId(n + 1, 32),
        duration: 150_000 + n * 2_500,
        savedLow: (n % 2) * 50_000,
        savedHigh: (n % 2) * 60_000,
        error: n % 20 === 0,
        findings: n % 2,
        routeKey: n % 4 === 0 ? "POST /cart" : "GET /cart",
        version: n < 20 ? "v1" : "v2",
      }),
    );
    return batch(`old-${day}`, {
      requests,
      hits: requests
        .filter(({ findings }) => findings > 0)
        .map(({ ts: at, routeKey, version, duration, savedLow, savedHigh }) =>
          hit({ ts: at, routeKey, version, duration, savedLow, savedHigh }),
        ),
      counters: [
        counter({ ts, count: 40 }),
        counter({ ts, kind: "shape", key: "s000000000000001", field: "seen", count: 7 }),
      ],
      documents: [document({ ts, body: '{"old":true}' })],
      traces: [trace({ ts, spans: new Uint8Array([4, 5, 6]), fingerprints: ["f000000000000001"], saved: 60_000 })],
    });
  });
}
