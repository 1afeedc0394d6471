import assert from "node:assert/strict";
import { HOUR_MS } from "../day.ts";
import { batch, counter, document, hexId, hit, NOON, request, trace } from "../testing.ts";
import { type OpenStore, type TestCase, withStore } from "./subject.ts";

const DAY = { from: NOON - 12 * HOUR_MS, to: NOON + 12 * HOUR_MS };
/** What a sender could hope that a database reads as something else. */
const TEXTS = [
  "'; DROP TABLE facts; --",
  String.raw`\'; SELECT 1 --`,
  String.raw`\N`,
  "tab\tline\nreturn\rnul\0end",
  "{x:String} ${x} %s ? :name",
  '"quoted" `ticked` /* comment',
  "초록 \u{1F600} \u2028",
  String.raw`\x41\u0041\\`,
];

/** Names and texts come from strangers. */
export function hostileCases(it: TestCase, open: OpenStore): void {
  it("takes any text anywhere, and as nothing but text", () =>
    withStore(open, async (store, subject) => {
      for (const [index, text] of TEXTS.entries()) {
        const where = { service: text, env: text, version: text, routeKey: `GET ${text}` };
        await store.writeBatch(
          batch(text, {
            requests: [request({ ...where, traceId: text, spanId: text })],
            hits: [hit({ ...where, fingerprint: text })],
            counters: [counter({ ...where, key: text, field: text })],
            documents: [document({ ...where, key: text, body: JSON.stringify(text) })],
            traces: [trace({ ...where, traceId: hexId(index, 32), fingerprints: [text] })],
          }),
        );
        await store.putFindingState({ fingerprint: text, status: text, by: text, at: NOON, history: [] });
        await store.putDeploy({ service: text, env: text, version: text, at: NOON });
        const row = { kind: "change", key: text, at: NOON, scope: text, body: JSON.stringify(text) } as const;
        await store.putAlertRows([row]);
      }
      const again = await subject.reopen();
      for (const [index, text] of TEXTS.entries()) {
        const app = { service: text, env: text };
        const key = { ...app, routeKey: `GET ${text}` };
        assert.equal(await again.hasBatch(text), true, text);
        assert.deepEqual(
          (await again.routes({ ...DAY, ...key, version: text })).map(({ routeKey, requests }) => [routeKey, requests]),
          [[key.routeKey, 1]],
        );
        assert.equal((await again.findings({ ...DAY, ...app, fingerprint: text })).length, 1, text);
        const [pair] = await again.counters({ kind: "pair", ...DAY, ...key, keys: [text], version: text });
        assert.deepEqual(pair?.fields, new Map([[text, 1]]));
        assert.equal((await again.documents("pair", [text], app))[0]?.body, JSON.stringify(text));
        assert.deepEqual((await again.exemplars({ ...DAY, fingerprint: text }))[0]?.fingerprints, [text]);
        assert.equal((await again.trace(hexId(index, 32)))[0]?.service, text);
        assert.equal((await again.findingState(text))?.by, text);
        assert.equal((await again.versions(app))[0]?.version, text);
        const [row] = await again.alertRows({ kind: "change", key: text, scope: text });
        assert.equal(row?.body, JSON.stringify(text));
      }
      assert.deepEqual(await again.trace(TEXTS[0] ?? ""), []);
    }));
}
