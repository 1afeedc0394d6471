import { type LeafClass, MAX_LEAVES } from "@weir/core/wire";
import type { KeyedHash } from "./keyed-hash.ts";
import { isNumber, type Names } from "./names.ts";
import { ownCopy } from "./own-copy.ts";
import {
  MAX_OUTLINED_TEXT,
  type Outline,
  OUTLINE_DEPTH,
  OUTLINE_KEYS,
  OUTLINE_WORD,
  type OutlineObject,
} from "./outline.ts";

/** Call sites whose answers' shapes are remembered; the least recently used goes first. */
export const MAX_SHAPES = 1000;
/** Leaves remembered of one shape; the outer ones come first. */
export const MAX_BRANCHES = 64;
/** A leaf with more different words than these is no choice out of a few. */
export const MAX_WORDS = 8;
/** Answers after which a word that was the same in all of them is told to be. */
export const MANY_ANSWERS = 20;

const WORD = /^[A-Za-z][A-Za-z0-9_-]*$/;

interface Branch {
  /** Absent where the key could be a value: then nothing is ever told of what lies below. */
  readonly path: string | undefined;
  readonly depth: number;
  readonly children: Map<string, Branch>;
  /** Words seen here, as they are told; absent once there were too many. */
  words: Map<string, LeafClass> | undefined;
  isTold: boolean;
}

interface Shape {
  readonly root: Branch;
  answers: number;
  branches: number;
  told: number;
}

/**
 * Facts about answers that a condition can depend on: leaves that were null, empty, false, zero or missing, lists with
 * items, truth values, and words out of a few. Values are not among them: a word is told as one of eight buckets once a
 * second one was seen; while there was only one, that it is the same as ever.
 * The paths of a call site are remembered, to notice one that is missing; of a site's leaves `MAX_LEAVES` are ever told,
 * so that leaving one out means that it was there.
 */
export class KnownLeaves {
  readonly #names: Names;
  readonly #shared: KeyedHash;
  readonly #shapes = new Map<string, Shape>();

  constructor(names: Names, shared: KeyedHash) {
    this.#names = names;
    this.#shared = shared;
  }

  /** `path|class` of each such leaf of an answer that is JSON, or nothing at all; `undefined` of any other. */
  facts(
    site: string,
    text: string,
    json: () => { readonly outline: Outline } | undefined,
  ): readonly string[] | undefined {
    if (text.length > MAX_OUTLINED_TEXT) return undefined;
    const answer = text === "" ? { outline: "" } : json();
    return answer === undefined ? undefined : this.#walk(this.#shapeOf(site), answer.outline);
  }

  #shapeOf(site: string): Shape {
    const known = this.#shapes.get(site);
    const shape = known ?? { root: branch("$", 0), answers: 0, branches: 1, told: 0 };
    this.#shapes.delete(site);
    this.#shapes.set(site, shape);
    if (this.#shapes.size > MAX_SHAPES) {
      const [oldest] = this.#shapes.keys();
      if (oldest !== undefined) this.#shapes.delete(oldest);
    }
    return shape;
  }

  /** Breadth first, so that a large subtree does not keep its neighbours from being known. */
  #walk(shape: Shape, outline: Outline): string[] {
    const facts: string[] = [];
    const tell = (at: Branch, found: LeafClass): void => {
      if (at.path === undefined || (!at.isTold && shape.told >= MAX_LEAVES)) return;
      if (!at.isTold) shape.told += 1;
      at.isTold = true;
      facts.push(`${at.path}|${found}`);
    };
    shape.answers += 1;
    const queue: [Branch, unknown][] = [[shape.root, outline]];
    for (const [at, value] of queue) {
      const found = plainClassOf(value) ?? (typeof value === "string" ? this.#wordOf(shape, at, value) : undefined);
      if (found !== undefined) tell(at, found);
      else if (isTree(value) && at.depth < OUTLINE_DEPTH) this.#descend(shape, at, value, queue, tell);
    }
    return facts;
  }

  #descend(
    shape: Shape,
    at: Branch,
    value: OutlineObject,
    queue: [Branch, unknown][],
    tell: (at: Branch, found: LeafClass) => void,
  ): void {
    const keys = Object.keys(value);
    if (keys.length > OUTLINE_KEYS) return;
    for (const key of keys) {
      let child = at.children.get(key);
      if (child === undefined && shape.branches < MAX_BRANCHES) {
        child = branch(this.#pathOf(at, key), at.depth + 1);
        at.children.set(key, child);
        shape.branches += 1;
      }
      if (child !== undefined) queue.push([child, value[key]]);
    }
    for (const [key, child] of at.children) if (!Object.hasOwn(value, key)) tell(child, "missing");
  }

  #pathOf({ path }: Branch, key: string): string | undefined {
    const name = isNumber(key) ? "~" : this.#names.field(key);
    return path === undefined || name.startsWith("~") ? undefined : `${path}.${name}`;
  }

  #wordOf(shape: Shape, at: Branch, value: string): LeafClass | undefined {
    if (at.words === undefined || at.path === undefined || value.length > OUTLINE_WORD || !WORD.test(value)) {
      at.words = undefined;
      return undefined;
    }
    let found = at.words.get(value);
    if (found === undefined) {
      found = `e${this.#shared.bucket(`${at.path} ${value}`, 3)}` as LeafClass;
      at.words.set(ownCopy(value), found);
      if (at.words.size > MAX_WORDS) at.words = undefined;
    }
    if (at.words === undefined) return undefined;
    if (at.words.size > 1) return found;
    return shape.answers > MANY_ANSWERS ? "same" : undefined;
  }
}

function branch(path: string | undefined, depth: number): Branch {
  return { path, depth, children: new Map(), words: new Map(), isTold: false };
}

function isTree(value: unknown): value is OutlineObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function plainClassOf(value: unknown): LeafClass | undefined {
  if (value === null) return "null";
  if (value === true) return "true";
  if (value === false) return "false";
  if (value === 0) return "zero";
  if (value === "") return "empty";
  if (Array.isArray(value)) return value.length === 0 ? "empty" : "full";
  return isTree(value) && Object.keys(value).length === 0 ? "empty" : undefined;
}
