import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Frame, SourceFact, SourceFile } from "@weir/core";
import { WeirError } from "../errors.ts";
import { type Answer, type Ask, DeskProcess, type DeskProcessListener, type Question } from "./desk-process.ts";
import type { Advice, Build, SourceReader } from "./port.ts";
import type { DeskOptions } from "./source-desk.ts";

export interface SourceReaderOptions {
  /** Keeps texts and maps over restarts; without it they are kept in a temporary folder until `close`. */
  readonly folder: string | undefined;
  /** Directories from which files may be read directly. */
  readonly roots: readonly string[];
  /** How long one question may take, once the process has started, before the process is replaced. Milliseconds. */
  readonly deadlineMs?: number;
}

/** How often a question was answered without having been looked into. */
export interface SourceReaderStats {
  /** Turned away because too many, or too large ones, were waiting. */
  busy: number;
  /** Given up after the deadline. */
  deadlines: number;
  /** Processes that ended in the middle of a question. */
  crashes: number;
}

interface Pending {
  readonly ask: Ask;
  /** Characters it holds while it waits. */
  readonly size: number;
  readonly settle: (answer: Answer) => void;
  /** Asked once more after a process died of it: by then the text it died of is known. */
  again: boolean;
}

const DEADLINE_MS = 10_000;
/** How long a process may take to start: a busy machine is no reason to call a question too hard. Milliseconds. */
const START_MS = 60_000;
/** Questions waiting; beyond it a question is answered "unknown" at once. */
export const MAX_WAITING = 1_000;
/** Characters of files waiting to be taken in. */
const MAX_WAITING_SIZE = 256 * 1024 * 1024;

/** Pairs of one question that may each cost a deadline; after that the rest of it is left unread. */
const MAX_FAILURES = 3;

const REFUSED = { status: 503, retryAfter: 5, hint: "send them again" } as const;

const UNREAD: SourceFact = {
  relation: "unknown",
  reason: "source.too-much-work",
  activation: "unknown",
  kind: "serial",
};

export function createSourceReader(
  options: SourceReaderOptions,
): SourceReader & { readonly stats: Readonly<SourceReaderStats> } {
  return new ProcessReader(options);
}

/** Asks a process one question at a time. Hostile source can cost its deadline, never the collector. */
class ProcessReader implements SourceReader, DeskProcessListener {
  readonly stats: SourceReaderStats = { busy: 0, deadlines: 0, crashes: 0 };
  readonly #desk: DeskOptions;
  readonly #temporary: boolean;
  readonly #deadlineMs: number;
  readonly #waiting: Pending[] = [];
  #waitingSize = 0;
  #process: DeskProcess | undefined;
  #current: Pending | undefined;
  #timer: NodeJS.Timeout | undefined;
  #ids = 0;
  #closed = false;

  constructor({ folder, roots, deadlineMs = DEADLINE_MS }: SourceReaderOptions) {
    this.#temporary = folder === undefined;
    this.#desk = { folder: folder ?? mkdtempSync(join(tmpdir(), "weir-sources-")), roots };
    this.#deadlineMs = deadlineMs;
  }

  async put(build: Build, files: readonly SourceFile[]): Promise<void> {
    const size = files.reduce((sum, { map, content }) => sum + (map?.length ?? 0) + (content?.length ?? 0), 0);
    const answer = await this.#ask("put", [build, files], size);
    if (!answer.ok) throw new WeirError("WEIR_SOURCES_NOT_TAKEN", "the files could not be taken in now", REFUSED);
  }

  async frames(build: Build, stacks: readonly string[]): Promise<readonly (readonly Frame[])[]> {
    const answer = await this.#ask("frames", [build, stacks]);
    return answer.ok ? (answer.value as readonly (readonly Frame[])[]) : stacks.map(() => []);
  }

  async facts(...[build, pairs]: Parameters<SourceReader["facts"]>): Promise<readonly SourceFact[]> {
    const answer = await this.#ask("facts", [build, pairs]);
    if (answer.ok) return answer.value as readonly SourceFact[];
    return pairs.length > 1 ? this.#oneByOne(build, pairs) : pairs.map(() => UNREAD);
  }

  async advice(...args: Parameters<SourceReader["advice"]>): Promise<Advice> {
    const answer = await this.#ask("advice", args);
    return answer.ok ? (answer.value as Advice) : { code: [], withheld: "advice.source-unavailable" };
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    const all = [...(this.#current === undefined ? [] : [this.#current]), ...this.#waiting.splice(0)];
    this.#current = undefined;
    for (const { ask, settle } of all) settle({ id: ask.id, ok: false, error: "closed" });
    await this.#process?.stop();
    if (this.#temporary) rmSync(this.#desk.folder, { recursive: true, force: true });
  }

  ready(process: DeskProcess): void {
    if (this.#process === process && this.#current !== undefined) this.#allow(this.#deadlineMs);
  }

  answered(answer: Answer): void {
    const current = this.#current;
    if (current !== undefined && current.ask.id === answer.id) this.#finish(current, answer);
  }

  lost(process: DeskProcess): void {
    if (this.#process !== process) return;
    this.#process = undefined;
    this.stats.crashes += 1;
    const current = this.#current;
    if (current === undefined) return;
    if (current.again) return this.#finish(current, { id: current.ask.id, ok: false, error: "lost" });
    current.again = true;
    this.#send(current);
  }

  /** One hostile pair must not blind its neighbours: asked alone, only it stays unknown. */
  async #oneByOne(...[build, pairs]: Parameters<SourceReader["facts"]>): Promise<readonly SourceFact[]> {
    const facts: SourceFact[] = [];
    let failures = 0;
    for (const pair of pairs) {
      const answer = failures < MAX_FAILURES ? await this.#ask("facts", [build, [pair]]) : undefined;
      if (answer?.ok !== true) failures += 1;
      facts.push(answer?.ok === true ? ((answer.value as readonly SourceFact[])[0] ?? UNREAD) : UNREAD);
    }
    return facts;
  }

  #ask(name: Question, args: readonly unknown[], size = 0): Promise<Answer> {
    const id = ++this.#ids;
    const full = this.#waiting.length >= MAX_WAITING || this.#waitingSize + size > MAX_WAITING_SIZE;
    if (this.#closed || (full && this.#current !== undefined)) {
      this.stats.busy += 1;
      return Promise.resolve({ id, ok: false, error: "busy" });
    }
    return new Promise((settle) => {
      this.#waiting.push({ ask: { id, name, args }, size, settle, again: false });
      this.#waitingSize += size;
      this.#next();
    });
  }

  #next(): void {
    if (this.#current !== undefined) return;
    this.#current = this.#waiting.shift();
    if (this.#current === undefined) {
      this.#process?.idle();
      return;
    }
    this.#waitingSize -= this.#current.size;
    this.#send(this.#current);
  }

  #send({ ask }: Pending): void {
    this.#process ??= new DeskProcess(this.#desk, this);
    this.#allow(this.#process.isReady ? this.#deadlineMs : START_MS);
    this.#process.ask(ask);
  }

  #allow(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#giveUp(), ms);
  }

  /** The question took too long: give up the process, keep the other questions. */
  async #giveUp(): Promise<void> {
    const process = this.#process;
    this.#process = undefined;
    this.stats.deadlines += 1;
    const current = this.#current;
    await process?.stop();
    if (current !== undefined) this.#finish(current, { id: current.ask.id, ok: false, error: "deadline" });
  }

  #finish(pending: Pending, answer: Answer): void {
    clearTimeout(this.#timer);
    if (this.#current !== pending) return;
    this.#current = undefined;
    pending.settle(answer);
    this.#next();
  }
}
