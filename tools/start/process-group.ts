import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

export interface ProcessSpec {
  readonly name: string;
  /** Arguments of this Node: a script and what follows it. */
  readonly node: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Where everything it prints goes. */
  readonly log: string;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: ChildProcess["signalCode"];
}

const KEPT_LINES = 25;
/** Milliseconds between the polite and the final signal. */
const GRACE = 8000;

/** A started process and everything it starts itself, stopped as one. */
export class ProcessGroup {
  readonly name: string;
  readonly exited: Promise<Exit>;
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  #over = false;

  constructor({ name, node, cwd, env, log }: ProcessSpec) {
    this.name = name;
    // A group of its own: a signal to the group reaches what the process itself has started.
    this.#child = spawn(process.execPath, [...node], {
      cwd,
      env: { ...process.env, ...env },
      detached: process.platform !== "win32",
      stdio: ["ignore", "pipe", "pipe"],
    });
    const file = createWriteStream(log);
    for (const stream of [this.#child.stdout, this.#child.stderr]) if (stream !== null) this.#keep(stream, file);
    this.exited = new Promise((resolve, reject) => {
      this.#child.once("error", reject);
      this.#child.once("close", (code, signal) => {
        this.#over = true;
        file.end();
        resolve({ code, signal });
      });
    });
    // Whoever waits for it sees the rejection; this only keeps it from ending the process when nobody does.
    this.exited.catch(() => {});
  }

  /** The last lines it printed, oldest first. */
  get lastLines(): readonly string[] {
    return this.#lines;
  }

  get over(): boolean {
    return this.#over;
  }

  /** Asks the group to stop, insists after a while, and resolves when it is gone. */
  async stop(): Promise<void> {
    if (this.#child.pid === undefined) return;
    if (!this.#over) {
      this.#signal("SIGTERM");
      const insist = setTimeout(() => this.#signal("SIGKILL"), GRACE);
      if (!this.#over) await once(this.#child, "close");
      clearTimeout(insist);
    }
    // The leader is gone; what it left behind goes too.
    this.#signal("SIGKILL");
  }

  #signal(signal: "SIGTERM" | "SIGKILL"): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      if (process.platform === "win32") this.#child.kill(signal);
      else process.kill(-pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }

  #keep(stream: Readable, file: WriteStream): void {
    createInterface({ input: stream }).on("line", (line) => {
      file.write(`${line}\n`);
      if (line.trim() !== "") this.#lines.push(line);
      if (this.#lines.length > KEPT_LINES) this.#lines.shift();
    });
  }
}

/** A process that was to keep running, or to build something, ended otherwise. */
export class ProcessFailed extends Error {
  constructor(group: ProcessGroup, what: string) {
    const lines = group.lastLines.map((line) => `    ${line}`).join("\n");
    super(`${group.name} ${what}${lines === "" ? " and printed nothing" : `. Its last lines:\n${lines}`}`);
    this.name = "ProcessFailed";
  }
}
