import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { IntentLog, MAX_REMEMBERED_SPANS } from "./intent-log.ts";

let path: string;

beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), "weir-intents-")), "intents.jsonl");
});
afterEach(() => rmSync(join(path, ".."), { recursive: true, force: true }));

const intent = (batch: string, entry: number) => ({
  batch,
  traces: [{ key: "trace", entries: [entry], spans: [`s${entry}`] }],
});

it("remembers intents over a restart, and a batch that is tried again once", () => {
  const log = new IntentLog(path);
  log.add(intent("b1", 1));
  log.add(intent("b1", 1));
  log.add(intent("b2", 2));
  expect(new IntentLog(path).intents).toEqual([intent("b1", 1), intent("b2", 2)]);
  expect(readFileSync(path, "utf8").split("\n")).toHaveLength(3);
});

it("leaves out a last line that was torn by the process dying", () => {
  new IntentLog(path).add(intent("b1", 1));
  appendFileSync(path, '{"batch":"b2","tra');
  const next = new IntentLog(path);
  expect(next.intents).toEqual([intent("b1", 1)]);
  next.add(intent("b3", 3));
  expect(new IntentLog(path).intents).toEqual([intent("b1", 1), intent("b3", 3)]);
});

it("remembers a bounded number of spans of what can no longer be replayed, and its file does not grow for ever", () => {
  const spans = Array.from({ length: MAX_REMEMBERED_SPANS / 100 }, (_, index) => String(index));
  const log = new IntentLog(path);
  for (let at = 0; at < 2_000; at += 1) {
    log.add({ batch: `b${at}`, traces: [{ key: "trace", entries: [at], spans }] });
    log.prune((entry) => entry >= at - 2);
  }
  expect(log.intents.map(({ batch }) => batch)).toEqual(["b1997", "b1998", "b1999"]);
  expect(log.stored).toHaveLength(99);
  expect(log.stored.at(-1)?.batch).toBe("b1996");
  expect(readFileSync(path, "utf8").split("\n").length).toBeLessThan(1_200);
  const next = new IntentLog(path);
  next.prune((entry) => entry >= 1997);
  expect(next.intents).toEqual(log.intents);
  expect(next.stored.slice(-99)).toEqual(log.stored);
});
