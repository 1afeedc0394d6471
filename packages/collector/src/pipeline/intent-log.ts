import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";

/** Written before a batch goes to the store: which traces it completes, and which journal entries they came from. */
export interface Intent {
  readonly batch: string;
  readonly traces: readonly {
    readonly key: string;
    readonly entries: readonly number[];
    /** Ids of the spans it adds; absent in files of earlier versions. */
    readonly spans?: readonly string[];
  }[];
}

/** Spans of stored batches that are remembered for senders who were not told that they had been taken. */
export const MAX_REMEMBERED_SPANS = 200_000;

/** The file is rewritten with the live intents only when it holds so many dead ones. */
const COMPACT_AFTER = 1_000;

/**
 * Makes replay exact. A journal entry may hold spans of traces that are stored and of traces that are not; after a
 * crash the log and the store together say which is which, so nothing is counted twice and nothing is lost.
 *
 * Batches whose entries are gone were stored. They are remembered for a while all the same: a sender whose answer was
 * lost in a crash sends again, and the second crash in a row must not make two of it.
 */
export class IntentLog {
  readonly #path: string | undefined;
  readonly #live = new Map<string, Intent>();
  /** Oldest first. */
  readonly #stored = new Map<string, Intent>();
  #storedSpans = 0;
  #dead = 0;
  /** Of the file's whole lines. */
  #bytes = 0;

  /** Without a path nothing is kept: the memory-only mode, which has no journal to replay. */
  constructor(path: string | undefined) {
    this.#path = path;
    if (path === undefined) return;
    mkdirSync(dirname(path), { recursive: true });
    for (const intent of readIntents(path)) this.#live.set(intent.batch, intent);
    this.#bytes = existsSync(path) ? statSync(path).size : 0;
  }

  /** Whose entries the journal may still have. */
  get intents(): readonly Intent[] {
    return [...this.#live.values()];
  }

  /** Whose entries are gone: they are in the store. */
  get stored(): readonly Intent[] {
    return [...this.#stored.values()];
  }

  /** Durable against the process dying when it returns. Adding a batch again changes nothing. */
  add(intent: Intent): void {
    if (this.#path === undefined || this.#live.has(intent.batch)) return;
    this.#append(this.#path, Buffer.from(`${JSON.stringify(intent)}\n`));
    this.#live.set(intent.batch, intent);
  }

  /** A disk that is full takes the beginning of a line: cut it off, or the next line would continue it. */
  #append(path: string, line: Buffer): void {
    try {
      appendFileSync(path, line, { mode: 0o600 });
    } catch (error) {
      if (existsSync(path)) truncateSync(path, this.#bytes);
      throw error;
    }
    this.#bytes += line.length;
  }

  /** Sets aside intents none of whose entries can be replayed any more, and forgets the oldest of them. */
  prune(isLiveEntry: (entry: number) => boolean): void {
    if (this.#path === undefined) return;
    for (const [batch, intent] of this.#live) {
      if (intent.traces.some(({ entries }) => entries.some(isLiveEntry))) continue;
      this.#live.delete(batch);
      this.#stored.set(batch, intent);
      this.#storedSpans += spansOf(intent);
    }
    for (const [batch, intent] of this.#stored) {
      if (this.#storedSpans <= MAX_REMEMBERED_SPANS) break;
      this.#stored.delete(batch);
      this.#storedSpans -= spansOf(intent);
      this.#dead += 1;
    }
    if (this.#dead < COMPACT_AFTER) return;
    const next = `${this.#path}.next`;
    const kept = [...this.stored, ...this.intents];
    writeFileSync(next, kept.map((intent) => `${JSON.stringify(intent)}\n`).join(""), { mode: 0o600 });
    renameSync(next, this.#path);
    this.#bytes = statSync(this.#path).size;
    this.#dead = 0;
  }
}

/** At least one, so that a batch without new spans takes room too. */
function spansOf({ traces }: Intent): number {
  return traces.reduce((sum, { spans }) => sum + (spans?.length ?? 0), 1);
}

/** A torn last line is a batch that was never handed to the store: it is cut off, or the next one would continue it. */
function readIntents(path: string): Intent[] {
  if (!existsSync(path)) return [];
  const bytes = readFileSync(path);
  const whole = bytes.lastIndexOf("\n") + 1;
  if (whole < bytes.length) truncateSync(path, whole);
  const lines = bytes.toString("utf8", 0, whole).split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Intent);
}
