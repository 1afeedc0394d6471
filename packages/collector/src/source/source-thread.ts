import { parentPort, workerData } from "node:worker_threads";
import { type DeskOptions, SourceDesk } from "./source-desk.ts";
import type { Answer, Ask } from "./source-reader.ts";

/** The thread's side: one question at a time, one answer each. */
const port = parentPort;
if (port === null) throw new Error("this file runs in a worker thread");
const desk = new SourceDesk(workerData as DeskOptions);

port.on("message", ({ id, name, args }: Ask) => {
  let answer: Answer;
  try {
    const ask = desk[name].bind(desk) as (...args: readonly unknown[]) => unknown;
    answer = { id, ok: true, value: ask(...args) };
  } catch (error) {
    answer = { id, ok: false, error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
  port.postMessage(answer);
});
