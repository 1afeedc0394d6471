import type { ParsedFile } from "../syntax/parsed-file.ts";

/** The files of one build as the analysis sees them. */
export interface SourceProject {
  /** A parsed file by its shown path, or why it cannot be read. */
  file(path: string): ParsedFile | FileProblem;
  /** Where an import leads. */
  resolve(from: ParsedFile, specifier: string): ImportTarget;
  /** Imports of the project's own files that were asked for since the last call and are not there. */
  takeMissing(): readonly string[];
  /** Files that make elements of all these components, as far as files can be listed; a few at most. */
  drawing(components: readonly string[]): readonly ParsedFile[];
  /** Are all files known by their paths? Else nobody can say that something is named nowhere. */
  readonly listed: boolean;
  /** Paths of files that import something of this name, as far as files can be listed. */
  importing(name: string): readonly string[];
  /** Paths of files in which something of this name is called. */
  calling(name: string): readonly string[];
  /**
   * Paths of files that may use a thing of this name without importing it so: they take whole modules (`import * as`,
   * `import()`, `require`) and hold the word, or export it under another name.
   */
  naming(name: string): readonly string[];
}

export interface FileProblem {
  readonly problem: string;
}

export type ImportTarget =
  | { readonly kind: "file"; readonly file: ParsedFile }
  /** A package, a builtin of the runtime, or a module a framework makes up (`$env/…`). */
  | { readonly kind: "package"; readonly name: string }
  /** A file of the project the collector has not got. */
  | { readonly kind: "missing" };

export function isParsed(file: ParsedFile | FileProblem): file is ParsedFile {
  return "program" in file;
}
