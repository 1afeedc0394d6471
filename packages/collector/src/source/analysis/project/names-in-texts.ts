import type { ProjectTexts } from "./build-project.ts";
import { filesByImport, type Inferred, inferredPath, type Layout } from "./inferred-path.ts";

/** Files looked through. */
export const MAX_LOOKED_THROUGH = 2_000;
const CODE = /\.(?:[cm]?[jt]sx?|svelte)$/;
const MARKUP = /\.(?:tsx|jsx|js|mjs)$/;

/** `import { a, b as c } from`, and `import a from` */
const IMPORTED = /\bimport\s+(?!type\b)([\w$*{}\s,]+?)\s+from\b/g;
/** `import * as`, `import(…)`, `require(…)`: what is used of the module, no list of names tells. */
const WHOLE = /\bimport\s+(?:[\w$]+\s*,\s*)?\*\s*as\b|\bimport\s*\(|\brequire\s*\(/;
/** `export { a as b }` */
const RENAMED = /\bexport\s*\{([^}]*\bas\b[^}]*)\}/g;
/** `… from "x"`, `import "x"`, `import("x")` */
const FROM = /\b(?:from|import)\s*\(?\s*["']([^"'\n]{1,200})["']/g;
/** `f(`, `a.f(`, `f<T>(`, `f?.(`; what is written with brackets or handed on is not seen. */
const CALLED = /([\w$]+)\s*(?:<[^<>()\n]*>)?\s*(?:\?\.)?\(/g;
const ELEMENT = /<([A-Z]\w*)/g;

type Paths = ReadonlyMap<string, readonly string[]>;

/** In which files names are found, by name. */
export interface NamesInTexts {
  /** Of what an import lists. */
  readonly imports: Paths;
  /** Words of files that take whole modules, and names that are exported under another. */
  readonly otherwise: Paths;
  /** Of functions and members that are called. */
  readonly calls: Paths;
  /** Of components that elements are made of. */
  readonly elements: Paths;
  /** Where an alias leads that nothing declares. */
  inferred(specifier: string): Inferred | undefined;
  /** Were all files looked through? */
  readonly complete: boolean;
}

const known = new WeakMap<object, NamesInTexts>();

/** Found when first asked for, and once for one edition of the texts. */
export function namesIn(texts: ProjectTexts): NamesInTexts {
  const edition = texts.edition?.() ?? texts;
  const found = known.get(edition) ?? new LazyNames(texts);
  known.set(edition, found);
  return found;
}

class LazyNames implements NamesInTexts {
  readonly #texts: ProjectTexts;
  /** As many as imports name. */
  readonly #inferred = new Map<string, Inferred | undefined>();
  #layout: Layout | undefined;
  #files: number | undefined;
  #imports: Paths | undefined;
  #otherwise: Paths | undefined;
  #calls: Paths | undefined;
  #elements: Paths | undefined;

  constructor(texts: ProjectTexts) {
    this.#texts = texts;
  }

  get complete(): boolean {
    this.#files ??= Array.from(this.#texts.paths?.() ?? []).filter((path) => CODE.test(path)).length;
    return this.#files > 0 && this.#files <= MAX_LOOKED_THROUGH;
  }

  inferred(specifier: string): Inferred | undefined {
    if (!this.#inferred.has(specifier)) this.#inferred.set(specifier, inferredPath(this.#layoutOf(), specifier));
    return this.#inferred.get(specifier);
  }

  #layoutOf(): Layout {
    return (this.#layout ??= {
      files: filesByImport(this.#texts.paths?.() ?? []),
      specifiers: [
        ...pathsBy(this.#texts, CODE, (text) => Array.from(text.matchAll(FROM), ([, from = ""]) => from)).keys(),
      ],
    });
  }

  get imports(): Paths {
    return (this.#imports ??= pathsBy(this.#texts, CODE, (text) =>
      Array.from(text.matchAll(IMPORTED), ([, clause = ""]) => clause).flatMap(words),
    ));
  }

  get otherwise(): Paths {
    return (this.#otherwise ??= pathsBy(this.#texts, CODE, (text) =>
      WHOLE.test(text) ? words(text) : Array.from(text.matchAll(RENAMED), ([, clause = ""]) => clause).flatMap(words),
    ));
  }

  get calls(): Paths {
    return (this.#calls ??= pathsBy(this.#texts, CODE, (text) =>
      Array.from(text.matchAll(CALLED), ([, name = ""]) => name),
    ));
  }

  get elements(): Paths {
    return (this.#elements ??= pathsBy(this.#texts, MARKUP, (text) =>
      Array.from(text.matchAll(ELEMENT), ([, tag = ""]) => tag),
    ));
  }
}

function words(text: string): readonly string[] {
  return text.match(/[\w$]+/g) ?? [];
}

function pathsBy(texts: ProjectTexts, kind: RegExp, namesOf: (text: string) => readonly string[]): Paths {
  const found = new Map<string, string[]>();
  let left = MAX_LOOKED_THROUGH;
  for (const path of texts.paths?.() ?? []) {
    if (!kind.test(path)) continue;
    left -= 1;
    if (left < 0) break;
    for (const name of new Set(namesOf(texts.read(path)?.text ?? ""))) {
      const paths = found.get(name);
      if (paths === undefined) found.set(name, [path]);
      else paths.push(path);
    }
  }
  return found;
}
