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
  readonly #live = new Map<string, Kept>();
  /** Oldest first. */
  readonly #stored = new Map<string, Kept>();
  #storedSpans = 0;
  #dead = 0;
  /** Of the file's whole lines. */
  #bytes = 0;

  /** Without a path nothing is kept: the memory-only mode, which has no journal to replay. */
  constructor(path: string | undefined) {
    this.#path = path;
    if (path === undefined) return;
    mkdirSync(dirname(path), { recursive: true });
    for (const line of readLines(path)) {
      const intent = JSON.parse(line) as Intent;
      this.#live.set(intent.batch, keptOf(intent, line));
    }
    this.#bytes = existsSync(path) ? statSync(path).size : 0;
  }

  /** Whose entries the journal may still have. */
  get intents(): readonly Intent[] {
    return Array.from(this.#live.values(), read);
  }

  /** Whose entries are gone: they are in the store. */
  get stored(): readonly Intent[] {
    return Array.from(this.#stored.values(), read);
  }

  /** Durable against the process dying when it returns. Adding a batch again changes nothing. */
  add(intent: Intent): void {
    if (this.#path === undefined || this.#live.has(intent.batch)) return;
    const line = JSON.stringify(intent);
    this.#append(this.#path, Buffer.from(`${line}\n`));
    this.#live.set(intent.batch, keptOf(intent, line));
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
      if (intent.entries.some(isLiveEntry)) continue;
      this.#live.delete(batch);
      this.#stored.set(batch, intent);
      this.#storedSpans += intent.spans;
    }
    for (const [batch, intent] of this.#stored) {
      if (this.#storedSpans <= MAX_REMEMBERED_SPANS) break;
      this.#stored.delete(batch);
      this.#storedSpans -= intent.spans;
      this.#dead += 1;
    }
    if (this.#dead < COMPACT_AFTER) return;
    const next = `${this.#path}.next`;
    const kept = [...this.#stored.values(), ...this.#live.values()];
    writeFileSync(next, kept.map(({ line }) => `${line}\n`).join(""), { mode: 0o600 });
    renameSync(next, this.#path);
    this.#bytes = statSync(this.#path).size;
    this.#dead = 0;
  }
}

/** An intent as it stands in the file: it is read again at most once, and as one text it costs a fraction to keep. */
interface Kept {
  readonly line: string;
  readonly entries: readonly number[];
  readonly spans: number;
}

function keptOf(intent: Intent, line: string): Kept {
  const entries = new Set(intent.traces.flatMap((trace) => trace.entries));
  return { line, entries: [...entries], spans: spansOf(intent) };
}

function read({ line }: Kept): Intent {
  return JSON.parse(line) as Intent;
}

/** At least one, so that a batch without new spans takes room too. */
function spansOf({ traces }: Intent): number {
  return traces.reduce((sum, { spans }) => sum + (spans?.length ?? 0), 1);
}

/** A torn last line is a batch that was never handed to the store: it is cut off, or the next one would continue it. */
function readLines(path: string): string[] {
  if (!existsSync(path)) return [];
  const bytes = readFileSync(path);
  const whole = bytes.lastIndexOf("\n") + 1;
  if (whole < bytes.length) truncateSync(path, whole);
  const lines = bytes.toString("utf8", 0, whole).split("\n");
  return lines.filter((line) => line !== "");
}
