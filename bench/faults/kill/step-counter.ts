import { type FSWatcher, mkdirSync, watch } from "node:fs";
import { join } from "node:path";
import type { Step } from "./point.ts";

/** Counts a collector's steps from outside, by what changes in its folder, and says when enough were seen. */
export class StepCounter {
  readonly #step: Step;
  readonly #watchers: FSWatcher[] = [];
  readonly #reached: Promise<void>;
  #left: number;
  #enough: () => void = () => undefined;

  constructor(data: string, step: Step, after: number) {
    this.#step = step;
    this.#left = after;
    this.#reached = new Promise((resolve) => {
      this.#enough = resolve;
    });
    for (const folder of ["journal", "store"] as const) {
      const path = join(data, folder);
      mkdirSync(path, { recursive: true, mode: 0o700 });
      this.#watchers.push(
        watch(path, (kind, name) => {
          for (const seen of stepsOf(folder, kind, String(name))) this.count(seen);
        }),
      );
    }
    this.count("start");
  }

  count(step: Step): void {
    if (step !== this.#step) return;
    this.#left -= 1;
    if (this.#left <= 0) this.#enough();
  }

  get reached(): Promise<void> {
    return this.#reached;
  }

  close(): void {
    for (const watcher of this.#watchers) watcher.close();
  }
}

function stepsOf(folder: "journal" | "store", kind: string, name: string): readonly Step[] {
  if (folder === "journal") return ["journal"];
  // Sealed days, findings' states and the outbox live in the main file; a day's rows and its rollups in the day's.
  if (kind === "rename" && name.startsWith("day-")) return ["store", "removal"];
  return name.startsWith("main.db") ? ["store", "sealing"] : ["store"];
}
