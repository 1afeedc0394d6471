import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Frame, SourceFact } from "@weir/core";
import type { DeskOptions } from "./source-desk.ts";
import type { Advice, Build, SourceReader } from "./port.ts";

export interface SourceReaderOptions {
  /** Keeps texts and maps over restarts; without it they are kept in a temporary folder until `close`. */
  readonly folder: string | undefined;
  /** Directories from which files may be read directly. */
  readonly roots: readonly string[];
  /** How long one question may take before the thread is replaced and the answer is "unknown". Milliseconds. */
  readonly deadlineMs?: number;
}

type Question = Exclude<keyof SourceReader, "close">;

/** What is sent to the thread. */
export interface Ask {
  readonly id: number;
  readonly name: Question;
  readonly args: readonly unknown[];
}

/** What comes back. */
export type Answer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: string };

interface Pending {
  readonly ask: Ask;
  readonly settle: (answer: Answer) => void;
}

const DEADLINE_MS = 10_000;
/** Questions waiting; beyond it a question is answered "unknown" at once. */
const MAX_WAITING = 1_000;
const MAX_THREAD_MB = 1_024;

export function createSourceReader(options: SourceReaderOptions): SourceReader {
  return new ThreadedReader(options);
}

/** Asks a thread one question at a time. Hostile source can cost its deadline, never the collector's event loop. */
class ThreadedReader implements SourceReader {
  readonly #desk: DeskOptions;
  readonly #temporary: boolean;
  readonly #deadlineMs: number;
  #worker: Worker | undefined;
  readonly #waiting: Pending[] = [];
  #current: Pending | undefined;
  #timer: NodeJS.Timeout | undefined;
  #ids = 0;
  #closed = false;

  constructor({ folder, roots, deadlineMs = DEADLINE_MS }: SourceReaderOptions) {
    this.#temporary = folder === undefined;
    this.#desk = { folder: folder ?? mkdtempSync(join(tmpdir(), "weir-sources-")), roots };
    this.#deadlineMs = deadlineMs;
  }

  async put(...args: Parameters<SourceReader["put"]>): Promise<void> {
    await this.#ask("put", args);
  }

  async frames(build: Build, stacks: readonly string[]): Promise<readonly (readonly Frame[])[]> {
    const answer = await this.#ask("frames", [build, stacks]);
    return answer.ok ? (answer.value as readonly (readonly Frame[])[]) : stacks.map(() => []);
  }

  async facts(...[build, pairs]: Parameters<SourceReader["facts"]>): Promise<readonly SourceFact[]> {
    const answer = await this.#ask("facts", [build, pairs]);
    if (answer.ok) return answer.value as readonly SourceFact[];
    // One hostile pair must not blind its neighbours: asked alone, only it stays unknown.
    if (pairs.length > 1) return (await Promise.all(pairs.map((pair) => this.facts(build, [pair])))).flat();
    return pairs.map(() => ({
      relation: "unknown",
      reason: "source.too-much-work",
      activation: "unknown",
      kind: "serial",
    }));
  }

  async advice(...args: Parameters<SourceReader["advice"]>): Promise<Advice> {
    const answer = await this.#ask("advice", args);
    return answer.ok ? (answer.value as Advice) : { code: [], withheld: "advice.source-unavailable" };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#failAll("closed");
    await this.#worker?.terminate();
    if (this.#temporary) rmSync(this.#desk.folder, { recursive: true, force: true });
  }

  #ask(name: Question, args: readonly unknown[]): Promise<Answer> {
    const id = ++this.#ids;
    if (this.#closed || this.#waiting.length >= MAX_WAITING) return Promise.resolve({ id, ok: false, error: "busy" });
    return new Promise((settle) => {
      this.#waiting.push({ ask: { id, name, args }, settle });
      this.#next();
    });
  }

  #next(): void {
    if (this.#current !== undefined) return;
    this.#current = this.#waiting.shift();
    if (this.#current === undefined) return;
    this.#timer = setTimeout(() => this.#replace(), this.#deadlineMs);
    this.#thread().postMessage(this.#current.ask);
  }

  #thread(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    // From source the file keeps its ending; compiled it is JavaScript, like this one.
    const file = new URL(`./source-thread${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);
    const worker = new Worker(file, {
      workerData: this.#desk,
      resourceLimits: { maxOldGenerationSizeMb: MAX_THREAD_MB },
    });
    worker.unref();
    worker.on("message", (answer: Answer) => this.#answered(answer));
    worker.on("error", () => this.#lost(worker));
    worker.on("exit", () => this.#lost(worker));
    this.#worker = worker;
    return worker;
  }

  #answered(answer: Answer): void {
    const current = this.#current;
    if (current === undefined || current.ask.id !== answer.id) return;
    this.#finish(current, answer);
  }

  /** The question took too long: give up the thread, keep the other questions. */
  #replace(): void {
    const worker = this.#worker;
    this.#worker = undefined;
    void worker?.terminate();
    const current = this.#current;
    if (current !== undefined) this.#finish(current, { id: current.ask.id, ok: false, error: "deadline" });
  }

  #lost(worker: Worker): void {
    if (this.#worker !== worker) return;
    this.#replace();
  }

  #finish(pending: Pending, answer: Answer): void {
    clearTimeout(this.#timer);
    this.#current = undefined;
    pending.settle(answer);
    this.#next();
  }

  #failAll(error: string): void {
    clearTimeout(this.#timer);
    const all = [...(this.#current === undefined ? [] : [this.#current]), ...this.#waiting.splice(0)];
    this.#current = undefined;
    for (const { ask, settle } of all) settle({ id: ask.id, ok: false, error });
  }
}
