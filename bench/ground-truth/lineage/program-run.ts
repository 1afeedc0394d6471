import { setTimeout as sleep } from "node:timers/promises";
import type { Program } from "./program.ts";

type Known = ReadonlySet<string>;

/**
 * Runs a program with real calls. Every step hands on the calls that were over on the way to it, as a value beside the
 * control flow: what a call got handed is what it waited for, by construction.
 */
export class ProgramRun {
  /** What each call waited for. */
  readonly waits = new Map<string, readonly string[]>();
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  async run(program: Program, known: Known): Promise<Known> {
    switch (program.kind) {
      case "call":
        return this.#call(program.word, program.reads, known);
      case "sleep":
        await sleep(program.ms);
        return known;
      case "sequence":
        return this.#sequence(program.parts, known);
      case "all":
        return union(await Promise.all(program.parts.map((part) => this.run(part, known))));
      case "settled": {
        const settled = await Promise.allSettled(program.parts.map((part) => this.run(part, known)));
        return union(settled.flatMap((one) => (one.status === "fulfilled" ? [one.value] : [])));
      }
      case "race":
        return Promise.race(program.parts.map((part) => this.run(part, known)));
      case "then":
        return this.run(program.first, known).then((after) => this.run(program.next, after));
      case "hoisted": {
        const early = this.run(program.first, known);
        const after = await this.run(program.next, known);
        return union([after, await early]);
      }
      case "queued": {
        const after = await this.run(program.first, known);
        return new Promise((resolve) => {
          setImmediate(() => resolve(this.run(program.next, after)));
        });
      }
      default:
        return program satisfies never;
    }
  }

  async #sequence(parts: readonly Program[], known: Known): Promise<Known> {
    let after = known;
    for (const part of parts) after = await this.run(part, after);
    return after;
  }

  async #call(word: string, reads: boolean, known: Known): Promise<Known> {
    this.waits.set(word, [...known]);
    const response = await fetch(`${this.#url}/words/${word}`);
    if (reads) await response.text();
    else await response.body?.cancel();
    return new Set([...known, word]);
  }
}

function union(sets: readonly Known[]): Known {
  return new Set(sets.flatMap((set) => [...set]));
}
