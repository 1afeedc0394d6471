import { parentPort, workerData } from "node:worker_threads";
import type { AnswerMessage, CallMessage, WorkerSettings } from "./messages.ts";
import { Reader } from "./reader.ts";
import { toSent } from "./sent-error.ts";
import { Writer } from "./writer.ts";

// One thread of the store: the writer or the reader, opened by the first call so that its failure is an answer.
const { role, folder, durability } = workerData as WorkerSettings;
let target: Reader | Writer | undefined;

function answer({ id, name, args }: CallMessage): AnswerMessage {
  try {
    if (name === "close" && target === undefined) return { id, value: undefined };
    target ??= role === "writer" ? new Writer(folder, durability) : new Reader(folder);
    const method: unknown = Reflect.get(target, name);
    if (typeof method !== "function") throw new TypeError(`the store's ${role} has no ${name}`);
    return { id, value: Reflect.apply(method, target, args) };
  } catch (error) {
    return { id, error: toSent(error) };
  }
}

parentPort?.on("message", (call: CallMessage) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
  parentPort?.postMessage(answer(call));
  // Nothing more is listened to, so the thread ends by itself: no native code of it is broken off.
  if (call.name === "close") parentPort?.close();
});
