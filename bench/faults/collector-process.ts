import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** What `tsc -b` made, where WEIR_BENCH_BUILT says that it is up to date: it starts in half the time. */
const isBuilt = process.env["WEIR_BENCH_BUILT"] === "1";
const entry = isBuilt ? "dist/cli/weir.js" : "src/cli/weir.ts";
const CONDITIONS = isBuilt ? [] : ["--conditions=@weir/source"];
const WEIR = fileURLToPath(new URL(`../../packages/collector/${entry}`, import.meta.url));
const CLOCK = new URL("shifted-clock.ts", import.meta.url).href;

/** Whatever happens to the bench, no collector outlives it for long. Milliseconds. */
const MAX_LIFE_MS = 900_000;
/** Between two looks at `/ready`. Milliseconds. */
const LOOK_MS = 25;

export interface CollectorOptions {
  readonly data: string;
  readonly port: number;
  readonly clockFile: string;
  readonly logFile: string;
  readonly flags?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** `weir start` as a process of its own. */
export class CollectorProcess {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;

  constructor({ data, port, clockFile, logFile, flags = {}, env = {} }: CollectorOptions) {
    this.url = `http://127.0.0.1:${port}`;
    const all = { data, port: String(port), "quiet-ms": "150", ...flags };
    const args = Object.entries(all).flatMap(([flag, value]) => [`--${flag}`, value]);
    this.#child = spawn(
      process.execPath,
      [...CONDITIONS, "--disable-warning=ExperimentalWarning", "--import", CLOCK, WEIR, "start", ...args],
      {
        cwd: data,
        env: { PATH: process.env["PATH"] ?? "", HOME: data, WEIR_BENCH_CLOCK: clockFile, ...env },
        stdio: ["ignore", "pipe", "pipe"],
        timeout: MAX_LIFE_MS,
        killSignal: "SIGKILL",
      },
    );
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on("data", (chunk: Buffer) => appendFileSync(logFile, chunk));
    }
    this.#exited = once(this.#child, "exit");
  }

  get isGone(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** False when it ended before it was ready. */
  async ready(): Promise<boolean> {
    while (!this.isGone) {
      const answer = await fetch(`${this.url}/ready`).catch(() => undefined);
      await answer?.body?.cancel();
      if (answer?.ok === true) return true;
      await pause(LOOK_MS);
    }
    return false;
  }

  async metric(name: string): Promise<number> {
    const text = await (await fetch(`${this.url}/metrics`)).text();
    const values = text.split("\n").filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
    return values.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" ") + 1)), 0);
  }

  /** Its clock file has changed: read it again. */
  tellTime(): void {
    this.#child.kill("SIGUSR2");
  }

  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#exited;
  }

  /** Lets it finish what it has. */
  async stop(): Promise<void> {
    this.#child.kill("SIGTERM");
    await this.#exited;
  }
}
