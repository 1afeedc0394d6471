import assert from "node:assert/strict";
import type { AlertRow, LeaseWish } from "../alert-port.ts";
import { NOON } from "../testing.ts";
import { type OpenStore, type TestCase, withStore } from "./subject.ts";

const wish = (holder: string, now: number): LeaseWish => ({ name: "alerts", holder, now, ttlMs: 1_000 });

function row(key: string, fields: Partial<AlertRow> = {}): AlertRow {
  return { kind: "delivery", key, at: NOON, scope: "slack", body: `{"of":"${key}"}`, ...fields };
}

export function alertCases(it: TestCase, open: OpenStore): void {
  rowCases(it, open);
  leaseCases(it, open);
}

function rowCases(it: TestCase, open: OpenStore): void {
  it("keeps the newest row of a key, whole, also over a restart", () =>
    withStore(open, async (store, subject) => {
      await store.putAlertRows([row("a", { due: NOON + 5 }), row("b")]);
      await store.putAlertRows([row("a", { at: NOON + 1, body: '{"tries":1,"text":"초록"}' })]);
      const again = await subject.reopen();
      assert.deepEqual(await again.alertRows({ kind: "delivery" }), [
        row("a", { at: NOON + 1, body: '{"tries":1,"text":"초록"}' }),
        row("b"),
      ]);
      assert.deepEqual(await again.alertRows({ kind: "life" }), []);
    }));

  it("lists the newest first, page by page, by scope and by key", () =>
    withStore(open, async (store) => {
      const rows = ["a", "b", "c", "d"].map((key, index) => row(key, { at: NOON + Math.floor(index / 2) }));
      await store.putAlertRows([...rows, row("e", { scope: "hook", at: NOON - 1 })]);
      const keys = async (query: object) =>
        (await store.alertRows({ kind: "delivery", ...query })).map(({ key }) => key);
      assert.deepEqual(await keys({}), ["c", "d", "a", "b", "e"]);
      assert.deepEqual(await keys({ limit: 2 }), ["c", "d"]);
      assert.deepEqual(await keys({ after: { at: NOON + 1, key: "c" }, limit: 2 }), ["d", "a"]);
      assert.deepEqual(await keys({ scope: "hook" }), ["e"]);
      assert.deepEqual(await keys({ key: "b" }), ["b"]);
    }));

  it("finds what is due, the longest due first", () =>
    withStore(open, async (store) => {
      await store.putAlertRows([
        row("later", { due: NOON + 10 }),
        row("now", { due: NOON }),
        row("earlier", { due: NOON - 10 }),
        row("never"),
      ]);
      const due = await store.alertRows({ kind: "delivery", dueBy: NOON });
      assert.deepEqual(
        due.map(({ key }) => key),
        ["earlier", "now"],
      );
      assert.equal((await store.alertRows({ kind: "delivery", dueBy: NOON, limit: 1 }))[0]?.key, "earlier");
    }));

  it("drops old rows of one kind, and never one on which something is due", () =>
    withStore(open, async (store) => {
      await store.putAlertRows([
        row("old"),
        row("old and due", { due: NOON + 1 }),
        row("new", { at: NOON + 9 }),
        row("other kind", { kind: "change" }),
      ]);
      await store.dropAlertRows("delivery", NOON + 5);
      const kept = await store.alertRows({ kind: "delivery" });
      assert.deepEqual(
        kept.map(({ key }) => key),
        ["new", "old and due"],
      );
      assert.equal((await store.alertRows({ kind: "change" })).length, 1);
    }));
}

function leaseCases(it: TestCase, open: OpenStore): void {
  it("gives a lease to one holder at a time, and to the next when it is over", () =>
    withStore(open, async (store, subject) => {
      const first = await store.takeLease(wish("a", NOON));
      assert.deepEqual(first, { name: "alerts", holder: "a", token: 1, until: NOON + 1_000 });
      assert.equal(await store.takeLease(wish("b", NOON + 999)), undefined);
      assert.equal((await store.takeLease(wish("a", NOON + 900)))?.token, 1);
      assert.equal(await store.takeLease(wish("b", NOON + 1_899)), undefined);
      const again = await subject.reopen();
      assert.equal((await again.takeLease(wish("b", NOON + 1_900)))?.token, 2);
      assert.equal(await again.takeLease(wish("a", NOON + 1_901)), undefined);
      assert.equal((await again.takeLease({ ...wish("a", NOON), name: "another" }))?.token, 1);
    }));

  it("puts nothing for a holder whose lease another has taken", () =>
    withStore(open, async (store) => {
      const first = await store.takeLease(wish("a", NOON));
      assert.ok(first !== undefined);
      assert.equal(await store.putAlertRows([row("a"), row("b")], first), true);
      // Over, and nobody has taken it yet: still the only one who writes.
      assert.equal(await store.putAlertRows([row("c")], first), true);
      const second = await store.takeLease(wish("b", NOON + 5_000));
      assert.equal(await store.putAlertRows([row("d"), row("a", { body: "{}" })], first), false);
      await store.releaseLease(first);
      assert.equal(await store.putAlertRows([row("e")], second), true);
      const rows = await store.alertRows({ kind: "delivery" });
      assert.deepEqual(
        rows.map(({ key, body }) => [key, body]),
        ["a", "b", "c", "e"].map((key) => [key, `{"of":"${key}"}`]),
      );
    }));

  it("gives a lease that was handed back at once", () =>
    withStore(open, async (store) => {
      const first = await store.takeLease(wish("a", NOON));
      assert.ok(first !== undefined);
      await store.releaseLease(first);
      assert.equal((await store.takeLease(wish("b", NOON)))?.token, 2);
      assert.equal(await store.putAlertRows([row("a")], first), false);
    }));
}
