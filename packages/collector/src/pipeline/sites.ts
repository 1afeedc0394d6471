import { type Call, type Frame, orderedPairs, type Request, type SourceFact, withFrames } from "@weir/core";
import type { Build, FramePair, SourceReader } from "../source/port.ts";
import { BoundedMap } from "./bounded-map.ts";

/** Stacks and pairs remembered per process; a busy service has hundreds, not thousands. */
const MAX_STACKS = 20_000;
const MAX_PAIRS = 50_000;

export type SourceOf = (from: Call, to: Call) => SourceFact | undefined;

/**
 * Puts the user's source behind a request: mapped frames for every call, and what the source says of every ordered
 * pair. Answers are remembered, so that the source reader's worker is asked once per place, not once per request.
 */
export class Sites {
  readonly #reader: SourceReader;
  readonly #frames = new BoundedMap<string, readonly Frame[]>(MAX_STACKS);
  readonly #facts = new BoundedMap<string, SourceFact>(MAX_PAIRS);

  constructor(reader: SourceReader) {
    this.#reader = reader;
  }

  /** New files change what frames map to: forget what was said before. */
  forget(): void {
    this.#frames.clear();
    this.#facts.clear();
  }

  /** The request with mapped frames, as far as source maps are known. */
  async mapped(request: Request): Promise<Request> {
    if (!hasFrames(request)) return request;
    const build = buildOf(request);
    const wanted = new Set<string>();
    for (const call of request.calls) {
      const stack = stackText(call.frames);
      if (stack !== "" && this.#frames.get(frameKey(build, stack)) === undefined) wanted.add(stack);
    }
    const stacks = [...wanted];
    if (stacks.length > 0) {
      const mapped = await this.#reader.frames(build, stacks);
      stacks.forEach((stack, index) => this.#frames.set(frameKey(build, stack), mapped[index] ?? []));
    }
    return withFrames(request, (call) => {
      const stack = stackText(call.frames);
      return stack === "" ? [] : (this.#frames.get(frameKey(build, stack)) ?? []);
    });
  }

  /** What the source says about the pairs of a request whose frames are mapped. */
  async facts(request: Request): Promise<SourceOf> {
    if (!hasFrames(request)) return nothingSaid;
    const build = buildOf(request);
    const wanted = new Map<string, FramePair>();
    const known = new Map<string, SourceFact>();
    for (const { from, to } of orderedPairs(request.calls).pairs) {
      const pair = framePair(request.calls[from], request.calls[to], request.loads);
      if (pair === undefined) continue;
      const key = pairKey(build, pair);
      const fact = this.#facts.get(key);
      if (fact === undefined) wanted.set(key, pair);
      else known.set(key, fact);
    }
    if (wanted.size > 0) {
      const facts = await this.#reader.facts(build, [...wanted.values()]);
      [...wanted.keys()].forEach((key, index) => {
        const fact = facts[index];
        if (fact === undefined) return;
        known.set(key, fact);
        this.#facts.set(key, fact);
      });
    }
    return (from, to) => {
      const pair = framePair(from, to, request.loads);
      return pair === undefined ? undefined : known.get(pairKey(build, pair));
    };
  }
}

/** Most requests of production traffic come without evidence, and with it without stacks. */
function hasFrames({ calls }: Request): boolean {
  return calls.some(({ frames }) => frames.length > 0);
}

const nothingSaid: SourceOf = () => undefined;

export function buildOf(request: Request): Build {
  return { service: request.service, env: request.env, version: request.version ?? "" };
}

function framePair(
  from: Call | undefined,
  to: Call | undefined,
  loads: readonly string[] | undefined,
): FramePair | undefined {
  if (from === undefined || to === undefined || from.frames.length === 0 || to.frames.length === 0) return undefined;
  return { from: from.frames, to: to.frames, ...(loads === undefined ? {} : { loads }) };
}

/** Frames as V8 prints them: the source reader's input, and a stable key. */
function stackText(frames: readonly Frame[]): string {
  return frames
    .map(({ function: name, file, line, column, async, member }) => {
      const place = `${file}:${line}:${column}`;
      const above = member === undefined ? "" : `    at async Promise.all (index ${member})\n`;
      const prefix = `${above}    at ${async ? "async " : ""}`;
      return name === undefined ? `${prefix}${place}` : `${prefix}${name} (${place})`;
    })
    .join("\n");
}

function frameKey(build: Build, stack: string): string {
  return [build.service, build.env, build.version, stack].join("\u0000");
}

function pairKey(build: Build, pair: FramePair): string {
  const { from, to, loads = [] } = pair;
  return [build.service, build.env, build.version, stackText(from), stackText(to), ...loads].join("\u0000");
}
