import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { LocalReceiver } from "../../packages/collector/src/alert/testing/local-receiver.ts";
import { whole } from "../ground-truth/upstream/seeded.ts";
import { type Balance, balance, type DayBalance } from "./balance.ts";
import { CollectorProcess } from "./collector-process.ts";
import { type Death, deathOf } from "./kill/point.ts";
import { StepCounter } from "./kill/step-counter.ts";
import { Ledger, type Sent } from "./load/ledger.ts";
import { type MadeTrace, madeTrace, pageOf, pagesSource, waitingTrace } from "./load/made-trace.ts";
import { Sender } from "./load/sender.ts";
import type { StoreUnderTest } from "./store/found.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A step that has not come by then does not come: the collector is killed all the same. Milliseconds. */
const LONGEST_ROUND_MS = 15_000;
/**
 * What has been found is to be told within, on a machine however busy: on a day later it is stale, and by design nobody is
 * told of what is not open any more. The clock must not jump to that day while a collector has not even looked.
 * Milliseconds.
 */
const LONGEST_TELLING_MS = 300_000;
/** Versions of the page with the needless wait that the source file has. */
const MOST_VERSIONS = 1_000;
const REQUESTS_PER_VERSION = 4;
const MIDDAY = Date.UTC(2026, 10, 18, 12);

export interface KillOptions {
  readonly work: string;
  readonly seed: string;
  readonly store: StoreUnderTest;
  /** The first of two ports. */
  readonly port: number;
}

export interface KillRound extends Death {
  /** The step came before the time was up. */
  readonly reached: boolean;
  readonly ms: number;
}

export interface Messages {
  /** Findings that opened under the kills, and how many of them somebody was told about. */
  readonly opened: number;
  readonly told: number;
  /** Told twice by messages that a receiver cannot recognise as the same one. */
  readonly toldTwice: number;
}

interface Message {
  readonly id: string;
  readonly text: string;
}

/** Rounds of load and kill -9 on one data folder. Everything it knows is on disk, so that it can be taken up again. */
export class KillRun {
  readonly #options: KillOptions;
  readonly #data: string;
  readonly #ledger: Ledger;
  readonly #receiver: LocalReceiver;
  readonly #messages: Message[];
  #onMessage: () => void = () => undefined;
  /** Pages with a finding, as the last collector told them. */
  #opened: ReadonlySet<string> = new Set();
  #days: ReadonlyMap<number, DayBalance>;
  #living: CollectorProcess | undefined;

  constructor(options: KillOptions) {
    this.#options = options;
    this.#data = join(options.work, "data");
    mkdirSync(this.#data, { recursive: true });
    this.#ledger = new Ledger(join(options.work, "ledger.jsonl"));
    this.#messages = readLines<Message>(this.#path("messages.jsonl"));
    this.#days = new Map(readLines<[number, DayBalance]>(this.#path("days.jsonl")));
    this.#receiver = new LocalReceiver(({ headers, text }) => {
      const message = { id: String(headers["webhook-id"]), text };
      this.#messages.push(message);
      appendFileSync(this.#path("messages.jsonl"), `${JSON.stringify(message)}\n`);
      this.#onMessage();
      return { status: 200, text: "" };
    });
  }

  /** The receiver of alerts, the rules, the app's source and a first version, which Weir does not tell about. */
  async open(): Promise<void> {
    await this.#options.store.open();
    await this.#receiver.start(this.#options.port + 1);
    writeFileSync(this.#path("pages.js"), pagesSource(MOST_VERSIONS));
    writeFileSync(this.#path("rules.yaml"), rulesFor(this.#options.port + 1));
    if (existsSync(this.#path("clock"))) return;
    this.#setTime(MIDDAY);
    const { collector, sender, sending } = this.#start(true);
    sender.deploy(1, REQUESTS_PER_VERSION);
    await collector.ready();
    await until(async () => (await collector.metric("weir_pipeline_requests")) > REQUESTS_PER_VERSION * 2);
    await until(async () => (await this.#baselines(collector)) > 0);
    sender.stop();
    await sending;
    await collector.stop();
  }

  /** Also after a round that failed: a collector left behind would take the next run's spans. */
  async close(): Promise<void> {
    if (this.#living?.isGone === false) await this.#living.kill();
    await this.#receiver.stop();
    await this.#options.store.close();
  }

  async round(number: number): Promise<KillRound> {
    const from = performance.now();
    const death = deathOf(this.#options.store.deaths, this.#options.seed, number);
    const reached = await this.#die(death);
    return { ...death, reached, ms: Math.round(performance.now() - from) };
  }

  /** Lets a collector finish everything, and looks whether all of it is there once. */
  async settle(): Promise<Balance> {
    const { collector, sending } = this.#start(false);
    if (!(await collector.ready())) throw new Error("A collector ended before it was ready");
    await sending;
    await collector.stop();
    return this.#count();
  }

  /**
   * Lets a collector work until everything is told that is to be. A collector tells when it looks, so what the killed
   * ones had no time for is told by the next that lives: only what this one does not tell either is lost.
   */
  async tell(): Promise<void> {
    const { collector, sending } = this.#start(false);
    if (!(await collector.ready())) throw new Error("A collector ended before it was ready");
    await sending;
    this.#opened = await this.#openPages(collector);
    await until(async () => this.messages.told === this.messages.opened, LONGEST_TELLING_MS);
    await collector.stop();
  }

  /** Findings that opened while collectors were killed, and what the receiver got to know of them. */
  get messages(): Messages {
    const ids = [...this.#opened].map((page) => this.#tellings(page));
    return {
      opened: ids.length,
      told: ids.filter((count) => count > 0).length,
      toldTwice: ids.filter((count) => count > 1).length,
    };
  }

  /** Different messages that tell of a page's finding. */
  #tellings(page: string): number {
    const of = this.#messages.filter(
      ({ text }) => text.includes("finding.opened") && text.includes(JSON.stringify(`GET ${page}`)),
    );
    return new Set(of.map(({ id }) => id)).size;
  }

  /** All but the first one's, which was there when Weir first looked. */
  async #openPages({ url }: CollectorProcess): Promise<ReadonlySet<string>> {
    const from = new Date(this.#now() - 80 * DAY_MS).toISOString();
    const answer = await fetch(`${url}/api/v1/findings?status=all&tier=all&limit=1000&from=${from}`);
    const { findings } = (await answer.json()) as { findings: readonly { readonly routes: readonly string[] }[] };
    const pages = findings.flatMap(({ routes }) => routes.map((route) => route.replace("GET ", "")));
    return new Set(pages.filter((page) => page !== pageOf(1)));
  }

  async #die(death: Death): Promise<boolean> {
    const { point, round } = death;
    if (point === "migration") return this.#dieOpening(death);
    if (point === "outbox") return this.#dieTelling(death);
    if (point === "retention") this.#check(await this.settle());
    if (point === "retention" || point === "rollup") {
      this.#setTime(nextDay(this.#now()) + HOUR_MS * whole(`${this.#options.seed} hour ${round}`, 10, 15));
    }
    return this.#dieWorking(death);
  }

  /** Under load; in some rounds the wall clock jumps meanwhile. */
  async #dieWorking(death: Death, version?: number): Promise<boolean> {
    const counter = new StepCounter(this.#data, death.step, death.after);
    const { collector, sender, sending } = this.#start(true, counter);
    this.#onMessage = () => counter.count("message");
    if (version !== undefined) sender.deploy(version, REQUESTS_PER_VERSION);
    else if (death.round % 3 === 0) await this.#jump(collector, death.round);
    const reached = await inTime(counter.reached, LONGEST_ROUND_MS);
    await pause(death.delayMs);
    if (death.point === "server") await this.#options.store.restart?.(death.round);
    await collector.kill();
    sender.stop();
    counter.close();
    await sending;
    return reached;
  }

  /** While a message about a version's finding is on its way; then it is looked whether it arrives after all. */
  async #dieTelling(death: Death): Promise<boolean> {
    const version = 2 + death.round;
    const reached = await this.#dieWorking(death, version);
    const { collector, sender, sending } = this.#start(true);
    await collector.ready();
    await until(async () => this.#tellings(pageOf(version)) > 0, LONGEST_TELLING_MS);
    sender.stop();
    await sending;
    await collector.kill();
    return reached;
  }

  /** While the files are made, or files of an earlier release are brought up. */
  async #dieOpening(death: Death): Promise<boolean> {
    const data = this.#path(`opening-${death.round}`);
    rmSync(data, { recursive: true, force: true });
    const { age, deaths } = this.#options.store;
    const isAged = age !== undefined && Math.floor(death.round / deaths.length) % 2 === 1;
    if (isAged) {
      this.#check(await this.settle());
      cpSync(this.#data, data, { recursive: true });
      age(data);
    }
    mkdirSync(data, { recursive: true });
    const ledger = new Ledger(this.#path(isAged ? "ledger.jsonl" : `opening-${death.round}.jsonl`));
    const counter = new StepCounter(data, death.step, death.after);
    const collector = this.#spawn(data);
    const reached = await inTime(counter.reached, LONGEST_ROUND_MS);
    await pause(death.delayMs);
    await collector.kill();
    counter.close();
    await this.#useOpened(data, ledger, isAged);
    rmSync(data, { recursive: true });
    return reached;
  }

  async #useOpened(data: string, ledger: Ledger, isAged: boolean): Promise<void> {
    const collector = this.#spawn(data);
    if (!(await collector.ready())) throw new Error("A collector cannot open what a killed one was about to open");
    if (!isAged) {
      const sender = this.#sender(collector.url, ledger);
      const sending = sender.run({ fresh: true });
      await until(async () => ledger.next > 20);
      sender.stop();
      await sending;
      await this.#sender(collector.url, ledger).run({ fresh: false });
    }
    await collector.stop();
    const before = isAged ? this.#days : new Map<number, DayBalance>();
    this.#check(balance(ledger.sent, this.#trace, await this.#options.store.find(data), before));
  }

  async #count(): Promise<Balance> {
    const found = await this.#options.store.find(this.#data);
    const result = balance(this.#ledger.sent, this.#trace, found, this.#days);
    this.#days = result.days;
    writeFileSync(this.#path("days.jsonl"), [...result.days].map((day) => `${JSON.stringify(day)}\n`).join(""));
    return result;
  }

  #check({ faults }: Balance): void {
    if (faults.length > 0) throw new Error(`The books do not balance:\n${faults.slice(0, 10).join("\n")}`);
  }

  #start(fresh: boolean, counter?: StepCounter) {
    const collector = this.#spawn(this.#data);
    const sender = this.#sender(collector.url, this.#ledger, () => counter?.count("acknowledged"));
    return { collector, sender, sending: sender.run({ fresh }) };
  }

  #spawn(data: string): CollectorProcess {
    const { port, store } = this.#options;
    const flags = {
      "retention-days": "2",
      "min-requests": "3",
      "alerts-allow": "127.0.0.0/8",
      "source-root": this.#options.work,
      alerts: this.#path("rules.yaml"),
      ...store.flags(data),
    };
    this.#living = new CollectorProcess({
      data,
      port,
      flags,
      clockFile: this.#path("clock"),
      logFile: this.#path("collector.log"),
    });
    return this.#living;
  }

  #sender(url: string, ledger: Ledger, onAcknowledged: () => void = () => undefined): Sender {
    return new Sender({ url, ledger, onAcknowledged, trace: this.#trace, clock: () => this.#now() });
  }

  readonly #trace = ({ number, at, version }: Sent): MadeTrace =>
    version === undefined
      ? madeTrace(this.#options.seed, number, at)
      : waitingTrace(this.#options.seed, number, at, version, this.#path("pages.js"));

  async #jump(collector: CollectorProcess, round: number): Promise<void> {
    if (!(await collector.ready())) return;
    const minutes = whole(`${this.#options.seed} jump ${round}`, -40, 40);
    this.#setTime(this.#now() + minutes * 60_000);
    collector.tellTime();
  }

  #now(): number {
    return Date.now() + Number(readFileSync(this.#path("clock"), "utf8"));
  }

  #setTime(at: number): void {
    writeFileSync(this.#path("clock"), String(Math.round(at - Date.now())));
  }

  async #baselines({ url }: CollectorProcess): Promise<number> {
    const answer = (await (await fetch(`${url}/api/v1/alerts`)).json()) as { baselines?: readonly unknown[] };
    return answer.baselines?.length ?? 0;
  }

  #path(name: string): string {
    return join(this.#options.work, name);
  }
}

/** Its begin. A day at a time: what is sent again then belongs to a day that is still kept. */
function nextDay(now: number): number {
  return (Math.floor(now / DAY_MS) + 1) * DAY_MS;
}

function rulesFor(port: number): string {
  return [
    "version: 1",
    "every: 500ms",
    "defaults: { env: staging, tier: [proven, high, medium], minRequests: 3, group: { wait: 1s, interval: 2s } }",
    "rules:",
    "  - { id: new, when: finding.opened, notify: [hook] }",
    "receivers:",
    `  hook: { webhook: { url: "http://127.0.0.1:${port}/hook" } }`,
    "",
  ].join("\n");
}

function readLines<Line>(path: string): Line[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Line);
}

/** False when it takes longer. */
async function inTime(work: Promise<unknown>, ms: number): Promise<boolean> {
  const abort = new AbortController();
  const late = pause(ms, false, { signal: abort.signal }).catch(() => false);
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    abort.abort();
  }
}

/** Gives up, without a word, after `longestMs`. */
async function until(holds: () => Promise<boolean>, longestMs: number = Infinity): Promise<void> {
  const end = performance.now() + longestMs;
  while (performance.now() < end && !(await holds().catch(() => false))) await pause(50);
}
