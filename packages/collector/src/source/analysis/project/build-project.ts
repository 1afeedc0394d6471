import { type ParsedFile, type ParseOutcome, parseFile } from "../syntax/parsed-file.ts";
import { aliasesOf } from "./aliases.ts";
import { type Alias, importCandidates } from "./import-path.ts";
import { namesIn, type NamesInTexts } from "./names-in-texts.ts";
import type { FileProblem, ImportTarget, SourceProject } from "./source-project.ts";

export interface ProjectTexts {
  /** The newest text under a shown path. */
  read(path: string): { readonly hash: string; readonly text: string } | undefined;
  /** Shown paths of the files that are known; without it a file is found by its path only. */
  paths?(): Iterable<string>;
  /** The same object as long as neither paths nor texts change: what was found in all of them is found once. */
  edition?(): object;
}

/** Parsed files by content, shared by all builds; least recently used out first. */
export class ParseCache {
  readonly #outcomes = new Map<string, ParseOutcome>();
  readonly #limit: number;
  readonly #parse: typeof parseFile;

  /** @param limit parsed files kept */
  constructor(limit: number, parse: typeof parseFile = parseFile) {
    this.#limit = limit;
    this.#parse = parse;
  }

  get(path: string, source: { readonly hash: string; readonly text: string }): ParseOutcome {
    const key = `${source.hash}\n${path}`;
    const known = this.#outcomes.get(key);
    const outcome = known ?? this.#parse(path, source);
    this.#outcomes.delete(key);
    this.#outcomes.set(key, outcome);
    if (this.#outcomes.size > this.#limit) {
      for (const oldest of this.#outcomes.keys()) {
        this.#outcomes.delete(oldest);
        break;
      }
    }
    return outcome;
  }
}

/** Packages are named like this; what looks different and is no alias is a file we have not got. */
const PACKAGE = /^(?:node:|bun:|\$(?:env|app|service-worker)\b|@?[a-zA-Z0-9][\w.-]*(?:\/|$))/;

/** Files named for one pair of components. */
const MAX_DRAWING = 8;

/** One build's files, resolved the way the project's own tools resolve them. */
export class BuildProject implements SourceProject {
  readonly #texts: ProjectTexts;
  readonly #cache: ParseCache;
  readonly #aliases: readonly Alias[];
  /** A tsconfig is there: what it has no alias for is none. */
  readonly #saysAliases: boolean;
  /** Versions a frame was mapped into, where they differ from the newest text. */
  readonly #pinned: ReadonlyMap<string, { readonly hash: string; readonly text: string }>;

  readonly #missing = new Set<string>();

  readonly #names: NamesInTexts;

  constructor(texts: ProjectTexts, cache: ParseCache, pinned: ReadonlyMap<string, { hash: string; text: string }>) {
    this.#texts = texts;
    this.#cache = cache;
    this.#pinned = pinned;
    this.#names = namesIn(texts);
    const tsconfig = texts.read("tsconfig.json")?.text ?? texts.read("jsconfig.json")?.text;
    this.#saysAliases = tsconfig !== undefined;
    this.#aliases = aliasesOf({
      tsconfig,
      packageJson: texts.read("package.json")?.text,
    });
  }

  file(path: string): ParsedFile | FileProblem {
    const source = this.#pinned.get(path) ?? this.#texts.read(path);
    if (source === undefined) return { problem: "source.missing" };
    const outcome = this.#cache.get(path, source);
    return outcome.ok ? outcome.file : { problem: outcome.reason };
  }

  drawing(components: readonly string[]): readonly ParsedFile[] {
    const [first, ...others] = components.map((name) => this.#names.elements.get(name) ?? []);
    const paths = (first ?? []).filter((path) => others.every((files) => files.includes(path)));
    return paths.slice(0, MAX_DRAWING).flatMap((path) => {
      const file = this.file(path);
      return "program" in file ? [file] : [];
    });
  }

  importing(name: string): readonly string[] {
    return this.#names.imports.get(name) ?? [];
  }

  get listed(): boolean {
    return this.#names.complete;
  }

  calling(name: string): readonly string[] {
    return this.#names.calls.get(name) ?? [];
  }

  naming(name: string): readonly string[] {
    return this.#names.otherwise.get(name) ?? [];
  }

  resolve(from: ParsedFile, specifier: string): ImportTarget {
    const candidates = importCandidates(from.path, specifier, this.#aliases);
    for (const candidate of candidates) {
      const source = this.#pinned.get(candidate) ?? this.#texts.read(candidate);
      if (source === undefined) continue;
      const outcome = this.#cache.get(candidate, source);
      return outcome.ok ? { kind: "file", file: outcome.file } : { kind: "missing" };
    }
    const inferred = this.#saysAliases ? undefined : this.#names.inferred(specifier);
    if (inferred?.kind === "file") {
      const file = this.file(inferred.path);
      return "program" in file ? { kind: "file", file } : { kind: "missing" };
    }
    const target: ImportTarget = inferred === undefined ? this.#elsewhere(specifier) : { kind: "missing" };
    if (target.kind === "missing") this.#missing.add(specifier);
    return target;
  }

  /** What was asked for since the last call and is not there. */
  takeMissing(): readonly string[] {
    const missing = [...this.#missing];
    this.#missing.clear();
    return missing;
  }

  #elsewhere(specifier: string): ImportTarget {
    const local = specifier.startsWith(".") || /^[~#]|^@\//.test(specifier) || specifier.startsWith("$lib");
    return !local && PACKAGE.test(specifier) ? { kind: "package", name: specifier } : { kind: "missing" };
  }
}
