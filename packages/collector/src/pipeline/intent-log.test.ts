import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { IntentLog } from "./intent-log.ts";

let path: string;

beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), "weir-intents-")), "intents.jsonl");
});
afterEach(() => rmSync(join(path, ".."), { recursive: true, force: true }));

const intent = (batch: string, entry: number) => ({ batch, traces: [{ key: "trace", entries: [entry] }] });

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

it("forgets what can no longer be replayed, and its file does not grow for ever", () => {
  const log = new IntentLog(path);
  for (let at = 0; at < 2_000; at += 1) {
    log.add(intent(`b${at}`, at));
    log.prune((entry) => entry >= at - 2);
  }
  expect(log.intents.map(({ batch }) => batch)).toEqual(["b1997", "b1998", "b1999"]);
  expect(readFileSync(path, "utf8").split("\n").length).toBeLessThan(1_100);
});
