import { type CodeFrame, type Frame, parseStack, type SourceFact } from "@weir/core";
import { BuildProject, ParseCache } from "./analysis/project/build-project.ts";
import { isParsed } from "./analysis/project/source-project.ts";
import { relatePair } from "./analysis/relate/relate-pair.ts";
import { functionNameAt } from "./analysis/syntax/function-name.ts";
import { codeFrames } from "./advice/code-frames.ts";
import type { Withheld } from "./advice/withheld.ts";
import { writePatch } from "./advice/write-patch.ts";
import { buildKey } from "./maps/build-files.ts";
import { builtPath } from "./maps/built-path.ts";
import { MappedTexts } from "./maps/mapped-texts.ts";
import { SourceFiles } from "./maps/source-files.ts";
import { isUserFile } from "./maps/user-frame.ts";
import { ParseGuard } from "./parse-guard.ts";
import type { Advice, AdviceRequest, Build, FramePair, SourceReader } from "./port.ts";

/** Parsed files kept in memory. */
const MAX_PARSED = 400;
/** Characters of uploaded texts on disk, and of decoded maps in memory. */
const MAX_SIZE = 512 * 1024 * 1024;
const MAX_DECODED = 64 * 1024 * 1024;
/** Frames whose text is remembered. */
const MAX_MAPPED = 50_000;
/** Frames of one stack. */
const MAX_FRAMES = 30;

const STALE: SourceFact = { relation: "unknown", reason: "source.stale", activation: "unknown", kind: "serial" };

export interface DeskOptions {
  /** Keeps texts and maps over restarts. */
  readonly folder: string;
  /** Directories from which files may be read directly. */
  readonly roots: readonly string[];
}

type Answers = {
  readonly [Name in Exclude<keyof SourceReader, "close">]: (
    ...args: Parameters<SourceReader[Name]>
  ) => Awaited<ReturnType<SourceReader[Name]>>;
};

/** Answers every question about source, one after the other. Runs in a process of its own: it may take a while, or end it. */
export class SourceDesk implements Answers {
  readonly #files: SourceFiles;
  readonly #parsed: ParseCache;
  readonly #mappedTexts = new MappedTexts(MAX_MAPPED);

  constructor({ folder, roots }: DeskOptions) {
    this.#parsed = new ParseCache(MAX_PARSED, new ParseGuard(folder).parse);
    this.#files = new SourceFiles({ folder, roots, maxSize: MAX_SIZE, maxDecoded: MAX_DECODED });
  }

  put(...[build, files]: Parameters<SourceReader["put"]>): void {
    this.#files.put(build, files);
  }

  frames(build: Build, stacks: readonly string[]): readonly (readonly Frame[])[] {
    const project = this.#newest(build);
    return stacks.map((stack) =>
      parseStack(stack)
        .slice(0, MAX_FRAMES)
        .flatMap((frame) => this.#mapped(build, project, frame)),
    );
  }

  facts(build: Build, pairs: readonly FramePair[]): readonly SourceFact[] {
    return pairs.map((pair) => {
      const project = this.#project(build, [...pair.from, ...pair.to]);
      return project === undefined ? STALE : relatePair(project, pair);
    });
  }

  advice(build: Build, request: AdviceRequest): Advice {
    const project = this.#project(build, request.calls.flat());
    if (project === undefined) return { code: [], withheld: "advice.stale-source" satisfies Withheld };
    const code: readonly CodeFrame[] = codeFrames(project, request.calls);
    return { code, ...writePatch(project, request) };
  }

  /** Mapped to the user's source; nothing for code the user did not write; as it is when no map is known yet. */
  #mapped(build: Build, project: BuildProject, frame: Frame): Frame[] {
    // A package brings maps to its own sources, which then look like the project's.
    if (!isUserFile(builtPath(frame.file))) return [];
    const place = this.#files.place(build, frame);
    if (place === undefined) return [frame];
    if (!isUserFile(place.file)) return [];
    const { file, line, column, hash } = place;
    if (hash !== undefined) this.#mappedTexts.remember(buildKey(build), place, hash);
    const text = hash === undefined ? undefined : this.#text(build, file, hash);
    const outcome = text === undefined ? undefined : this.#parsed.get(file, text);
    const parsed = outcome?.ok === true ? outcome.file : project.file(file);
    const offset = isParsed(parsed) ? parsed.lines.offset(line, column) : undefined;
    const name = isParsed(parsed) && offset !== undefined ? functionNameAt(parsed, offset) : frame.function;
    return [
      {
        file,
        line,
        column,
        async: frame.async,
        ...(frame.member === undefined ? {} : { member: frame.member }),
        mapped: true,
        ...(name === undefined ? {} : { function: name }),
      },
    ];
  }

  /** The files as they were when these frames' functions were built; nothing when they were not built together. */
  #project(build: Build, frames: readonly Frame[]): BuildProject | undefined {
    const texts = this.#mappedTexts.of(buildKey(build), frames, (file, hash) => this.#text(build, file, hash));
    return texts === undefined ? undefined : this.#newest(build, texts);
  }

  /** A text by its hash, wherever it is kept: with the uploads, or in the file itself where that has not changed. */
  #text(build: Build, file: string, hash: string): { readonly hash: string; readonly text: string } | undefined {
    const kept = this.#files.text(hash);
    if (kept !== undefined) return kept;
    const newest = this.#files.source(build, file);
    return newest?.hash === hash ? newest : undefined;
  }

  #newest(build: Build, pinned: ConstructorParameters<typeof BuildProject>[2] = new Map()): BuildProject {
    const texts = {
      read: (path: string) => this.#files.source(build, path),
      paths: () => this.#files.paths(build),
      edition: () => this.#files.edition(build),
    };
    return new BuildProject(texts, this.#parsed, pinned);
  }
}
