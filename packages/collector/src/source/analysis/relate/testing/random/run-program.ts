import { compileFunction } from "node:vm";
import type { Frame } from "@weir/core";
import { parseStack } from "@weir/core";
import { type Answer, answerTo, REFUSED } from "./answer.ts";
import { ENTRY, FOREIGN, LIBRARY, type RandomProgram } from "./program.ts";

/** One request a program made. */
export interface MadeCall {
  readonly url: string;
  readonly frames: readonly Frame[];
  /** The same for two calls made from the same places. */
  readonly site: string;
  /** How many calls had been answered when it was made; they are those with the lowest `answered`. */
  readonly madeAfter: number;
  readonly failed: boolean;
  /** What it was answered with; see `REFUSED`. */
  readonly status: number;
  /** Its place in the order of answers; infinite if it never was. */
  answered: number;
}

export interface Ran {
  readonly calls: readonly MadeCall[];
  readonly result: string;
  readonly unhandled: number;
}

/** More requests than this is a program that is not worth a look. */
const MAX_CALLS = 60;
const FRAMES = 40;

export class TooManyCalls extends Error {}

/** Runs a program on a clock of its own. `answer` gives what a call is answered with: the how-manieth, where from. */
export async function runProgram(
  files: RandomProgram["files"],
  answer: (call: { readonly index: number; readonly url: string; readonly site: string }) => Answer,
): Promise<Ran> {
  const calls: MadeCall[] = [];
  const waiting: { readonly at: number; settle(): void }[] = [];
  let now = 0;
  let answered = 0;
  let tooMany = false;
  const fetch = (input: unknown): Promise<unknown> => {
    const url = String(input);
    const index = calls.length;
    if (index >= MAX_CALLS) {
      tooMany = true;
      return Promise.reject(new TooManyCalls());
    }
    const frames = ownFrames();
    const site = siteOf(frames);
    const { status, body } = answer({ index, url, site });
    const refused = status === REFUSED;
    const failed = refused || status >= 400;
    const made: MadeCall = { url, frames, site, madeAfter: answered, failed, status, answered: Infinity };
    calls.push(made);
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        made.answered = answered;
        answered += 1;
        if (refused) reject(new TypeError("fetch failed"));
        else resolve({ ok: status < 400, status, json: () => Promise.resolve(structuredClone(body)) });
      };
      waiting.push({ at: now + 1 + (url.length % 3), settle });
    });
  };
  let unhandled = 0;
  const count = (): void => {
    unhandled += 1;
  };
  process.on("unhandledRejection", count);
  let result: string | undefined;
  try {
    const done = entryOf(
      files,
      fetch,
    )(structuredClone(answerTo("/input", "fuller").body)).then(
      (value: unknown) => (result = JSON.stringify(value) ?? "nothing"),
      (error: unknown) => (result = String(error)),
    );
    await turn();
    while (waiting.length > 0) {
      waiting.sort((a, b) => a.at - b.at);
      const next = waiting.shift();
      now = next?.at ?? now;
      next?.settle();
      await turn();
    }
    await done;
  } finally {
    process.off("unhandledRejection", count);
  }
  if (tooMany) throw new TooManyCalls();
  return { calls, result: result ?? "", unhandled };
}

type Entry = (input: unknown) => Promise<unknown>;

/** Both files as one module each; what is compiled keeps the lines and columns of the source. */
function entryOf(files: RandomProgram["files"], fetch: unknown): Entry {
  const library = files.get(LIBRARY) ?? "";
  const names = [...library.matchAll(/^export (?:const|class|async function|function) (?<name>\w+)/gm)].map(
    ({ groups }) => groups?.["name"] ?? "",
  );
  const plain = (code: string): string =>
    code.replaceAll(/^export /gm, "       ").replaceAll(/^import .*$/gm, (line) => " ".repeat(line.length));
  const lib = compileFunction(`${plain(library)}\nreturn [${names.join(", ")}];`, ["fetch"], { filename: LIBRARY }) as (
    fetch: unknown,
  ) => unknown[];
  const entry = compileFunction(`${plain(files.get(ENTRY) ?? "")}\nreturn GET;`, ["fetch", ...FOREIGN, ...names], {
    filename: ENTRY,
  }) as (...given: unknown[]) => Entry;
  const leave = FOREIGN.map((name) => (to: unknown): never => {
    throw new Error(`${name} ${String(to)}`);
  });
  return entry(fetch, ...leave, ...lib(fetch));
}

function ownFrames(): readonly Frame[] {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = FRAMES;
  const { stack = "" } = new Error("here");
  Error.stackTraceLimit = limit;
  return parseStack(stack)
    .filter(({ file }) => file === ENTRY || file === LIBRARY)
    .map((frame) => ({ ...frame, mapped: true }));
}

function siteOf(frames: readonly Frame[]): string {
  return frames
    .map(({ file, line, column, member }) => `${file}:${line}:${column}${member === undefined ? "" : `#${member}`}`)
    .join(" ");
}

/** Everything that can go on without an answer has gone on. */
async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
