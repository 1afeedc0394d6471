import { type CodeFrame, type Frame, parseStack, type SourceFact } from "@weir/core";
import { BuildProject, ParseCache } from "./analysis/project/build-project.ts";
import { isParsed } from "./analysis/project/source-project.ts";
import { relatePair } from "./analysis/relate/relate-pair.ts";
import { functionNameAt } from "./analysis/syntax/function-name.ts";
import { codeFrames } from "./advice/code-frames.ts";
import { SourceFiles } from "./maps/source-files.ts";
import { isUserFile } from "./maps/user-frame.ts";
import { ParseGuard } from "./parse-guard.ts";
import type { Advice, AdviceRequest, Build, FramePair, SourceReader } from "./port.ts";

/** Parsed files kept in memory. */
const MAX_PARSED = 400;
/** Characters of uploaded texts on disk, and of decoded maps in memory. */
const MAX_SIZE = 512 * 1024 * 1024;
const MAX_DECODED = 64 * 1024 * 1024;
/** Frames of one stack. */
const MAX_FRAMES = 30;

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

  constructor({ folder, roots }: DeskOptions) {
    this.#parsed = new ParseCache(MAX_PARSED, new ParseGuard(folder).parse);
    this.#files = new SourceFiles({ folder, roots, maxSize: MAX_SIZE, maxDecoded: MAX_DECODED });
  }

  put(...[build, files]: Parameters<SourceReader["put"]>): void {
    this.#files.put(build, files);
  }

  frames(build: Build, stacks: readonly string[]): readonly (readonly Frame[])[] {
    const project = this.#project(build);
    return stacks.map((stack) =>
      parseStack(stack)
        .slice(0, MAX_FRAMES)
        .flatMap((frame) => this.#mapped(build, project, frame)),
    );
  }

  facts(build: Build, pairs: readonly FramePair[]): readonly SourceFact[] {
    const project = this.#project(build);
    return pairs.map((pair) => relatePair(project, pair));
  }

  advice(build: Build, request: AdviceRequest): Advice {
    const project = this.#project(build);
    const code: readonly CodeFrame[] = codeFrames(project, request.calls);
    return { code, withheld: "advice.not-offered" };
  }

  /** Mapped to the user's source; nothing for code the user did not write; as it is when no map is known yet. */
  #mapped(build: Build, project: BuildProject, frame: Frame): Frame[] {
    const place = this.#files.place(build, frame);
    if (place === undefined) return isUserFile(frame.file) ? [frame] : [];
    if (!isUserFile(place.file)) return [];
    const { file, line, column } = place;
    const parsed = project.file(file);
    const offset = isParsed(parsed) ? parsed.lines.offset(line, column) : undefined;
    const name = isParsed(parsed) && offset !== undefined ? functionNameAt(parsed, offset) : frame.function;
    return [
      { file, line, column, async: frame.async, mapped: true, ...(name === undefined ? {} : { function: name }) },
    ];
  }

  #project(build: Build): BuildProject {
    return new BuildProject({ read: (path) => this.#files.source(build, path) }, this.#parsed, new Map());
  }
}
