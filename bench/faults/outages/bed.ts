import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { balance } from "../balance.ts";
import { CollectorProcess } from "../collector-process.ts";
import { Ledger, type Sent } from "../load/ledger.ts";
import { type MadeTrace, madeTrace } from "../load/made-trace.ts";
import { isTaken, Sender } from "../load/sender.ts";
import { sqlite } from "../store/sqlite.ts";

/** What senders were told, and what is there. */
export interface Figures {
  readonly acknowledged: number;
  readonly found: number;
  readonly duplicates: number;
  readonly faults: readonly string[];
}

const SEED = "outages";

/** A folder, a collector on it, and a sender that sends again what was not acknowledged. */
export class Bed {
  readonly data: string;
  readonly ledger: Ledger;
  readonly #work: string;
  readonly #port: number;
  #collector: CollectorProcess | undefined;
  #sender: Sender | undefined;
  #sending: Promise<void> = Promise.resolve();

  constructor(work: string, port: number, data: string = join(work, "data")) {
    rmSync(work, { recursive: true, force: true });
    mkdirSync(work, { recursive: true });
    mkdirSync(data, { recursive: true });
    this.data = data;
    this.#work = work;
    this.#port = port;
    this.ledger = new Ledger(join(work, "ledger.jsonl"));
    this.setClock(0);
  }

  get collector(): CollectorProcess {
    if (this.#collector === undefined) throw new Error("No collector was started");
    return this.#collector;
  }

  get log(): string {
    const path = join(this.#work, "collector.log");
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  }

  /** False when the collector ended instead of getting ready. */
  async start(flags: Readonly<Record<string, string>> = {}): Promise<boolean> {
    this.#collector = new CollectorProcess({
      data: this.data,
      port: this.#port,
      flags,
      clockFile: join(this.#work, "clock"),
      logFile: join(this.#work, "collector.log"),
    });
    return this.#collector.ready();
  }

  load(): void {
    this.#sender = this.#newSender();
    this.#sending = this.#sender.run({ fresh: true });
  }

  /** One trace of that time, past the books; answers how many requests it is. */
  async sendAt(at: number): Promise<number> {
    return (await isTaken(this.collector.url, madeTrace(`${SEED} apart`, 0, at).body)) ? 1 : 0;
  }

  async stopLoad(): Promise<void> {
    this.#sender?.stop();
    await this.#sending;
  }

  /** Milliseconds the collector's clock is ahead of the machine's. */
  setClock(ahead: number): void {
    writeFileSync(join(this.#work, "clock"), String(ahead));
    this.#collector?.tellTime();
  }

  async status(): Promise<{ readonly store: { readonly ok: boolean; readonly detail?: string } }> {
    const answer = await fetch(`${this.collector.url}/api/v1/status`);
    return (await answer.json()) as { store: { ok: boolean; detail?: string } };
  }

  /** Answers of OTLP requests so far, by HTTP status. */
  async answers(): Promise<Readonly<Record<string, number>>> {
    const text = await (await fetch(`${this.collector.url}/metrics`)).text();
    const lines = [...text.matchAll(/^weir_otlp_requests_total\{signal="traces",status="(\d+)"\} (\d+)$/gm)];
    return Object.fromEntries(lines.map(([, status, count]) => [status, Number(count)]));
  }

  /** Sends again what is open, lets the collector finish, and counts. */
  async figures(): Promise<Figures> {
    await this.stopLoad();
    await this.#newSender().run({ fresh: false });
    await this.collector.stop();
    const { days, faults } = balance(this.ledger.sent, trace, await sqlite.find(this.data), new Map());
    const sum = (field: "acknowledged" | "found" | "duplicates"): number =>
      [...days.values()].reduce((total, day) => total + day[field], 0);
    return {
      acknowledged: sum("acknowledged"),
      found: sum("found"),
      duplicates: sum("duplicates"),
      faults: faults.slice(0, 5),
    };
  }

  #newSender(): Sender {
    const { ledger } = this;
    const clock = (): number => Date.now() + Number(readFileSync(join(this.#work, "clock"), "utf8"));
    return new Sender({ url: `http://127.0.0.1:${this.#port}`, ledger, trace, clock, onAcknowledged: () => undefined });
  }
}

function trace({ number, at }: Sent): MadeTrace {
  return madeTrace(SEED, number, at);
}

/** A disk of its own, so small that it can be filled. Needs the right to mount. */
export class SmallDisk {
  readonly path: string;

  constructor(path: string, megabytes: number) {
    this.path = path;
    mkdirSync(path, { recursive: true });
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=700`, "weir-faults", path]);
  }

  readOnly(is: boolean): void {
    execFileSync("mount", ["-o", `remount,${is ? "ro" : "rw"}`, this.path]);
  }

  remove(): void {
    execFileSync("umount", ["-l", this.path]);
  }
}

export async function until(holds: () => Promise<boolean> | boolean, longestMs = 60_000): Promise<boolean> {
  const end = performance.now() + longestMs;
  while (performance.now() < end) {
    if (await Promise.resolve(holds()).catch(() => false)) return true;
    await pause(50);
  }
  return false;
}
