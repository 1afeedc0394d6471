import { Worker } from "node:worker_threads";
import { WeirError } from "../../errors.ts";
import type { AnswerMessage, CallMessage, WorkerSettings } from "./messages.ts";
import { fromSent } from "./sent-error.ts";

type Method = (...args: never[]) => unknown;

/** Calls waiting for one thread; more are refused, so that a slow disk cannot fill the memory. */
export const MAX_WAITING = 1_000;
/** How long a thread may take to end by itself once it was asked to close. Milliseconds. */
const END_MS = 60_000;

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * One thread of the store, called by name. A thread that dies fails the calls it had; the next call starts another.
 */
export class StoreThread<Target> {
  readonly #settings: WorkerSettings;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #nextId = 0;
  #closed = false;

  constructor(settings: WorkerSettings) {
    this.#settings = settings;
  }

  /** Rejects with a `WeirError` when the store fails, is closed, or has too many calls waiting. */
  call<Name extends keyof Target & string>(
    name: Name,
    ...args: Target[Name] extends Method ? Parameters<Target[Name]> : never
  ): Promise<Target[Name] extends Method ? ReturnType<Target[Name]> : never> {
    type Result = Target[Name] extends Method ? ReturnType<Target[Name]> : never;
    if (this.#closed) return Promise.reject(new WeirError("WEIR_STORE_CLOSED", "The store is closed", { status: 503 }));
    if (this.#waiting.size >= MAX_WAITING) {
      const detail = { status: 503, retryAfter: 1 };
      return Promise.reject(new WeirError("WEIR_STORE_OVERLOADED", "Too many calls wait for the store", detail));
    }
    return new Promise<Result>((resolve, reject) => {
      this.#nextId += 1;
      this.#send({ id: this.#nextId, name, args }, { resolve: (value) => resolve(value as Result), reject });
    });
  }

  /** Waits for the calls under way, closes the files and ends the thread. */
  async close(): Promise<void> {
    if (this.#closed) return;
    const worker = this.#worker;
    const closing = worker === undefined ? undefined : this.call("close" as keyof Target & string, ...([] as never));
    this.#closed = true;
    if (worker === undefined) return;
    const gone = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
    try {
      await closing;
    } finally {
      worker.ref();
      const stuck = setTimeout(() => void worker.terminate(), END_MS);
      await gone;
      clearTimeout(stuck);
    }
  }

  #send(message: CallMessage, waiting: Waiting): void {
    this.#worker ??= this.#start();
    this.#waiting.set(message.id, waiting);
    this.#worker.ref();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
    this.#worker.postMessage(message);
  }

  #start(): Worker {
    const source = import.meta.url.endsWith(".ts");
    const script = source ? new URL("./worker.ts", import.meta.url) : new URL("./worker.js", import.meta.url);
    const worker = new Worker(script, {
      name: `weir-store-${this.#settings.role}`,
      workerData: this.#settings,
      // Run from source, packages of the workspace must resolve to source as well, whatever started this process.
      ...(source ? { execArgv: ["--conditions=@weir/source"] } : {}),
    });
    worker.on("message", (answer: AnswerMessage) => this.#settle(answer));
    worker.on("error", (error) => this.#lose(worker, error));
    worker.on("exit", () => this.#lose(worker, undefined));
    return worker;
  }

  #settle(answer: AnswerMessage): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (this.#waiting.size === 0) this.#worker?.unref();
    if ("error" in answer) waiting?.reject(fromSent(answer.error));
    else waiting?.resolve(answer.value);
  }

  #lose(worker: Worker, cause: Error | undefined): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    const detail = { status: 503, retryAfter: 1, ...(cause === undefined ? {} : { cause }) };
    for (const { reject } of waiting)
      reject(new WeirError("WEIR_STORE_THREAD_LOST", "A thread of the store ended", detail));
  }
}
