/** A line of a file on this machine. Numbers are 1-based. */
export interface FilePlace {
  /** Absolute path. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** The developer's own editor, on the machine the collector runs on. */
export interface Editor {
  /** True when an editor was started with the place; false when there is none to start. */
  open(place: FilePlace): Promise<boolean>;
}

/** Where files may be opened, and by what. */
export interface EditorAccess {
  /** Folders of the project; nothing outside them is opened. */
  readonly roots: readonly string[];
  readonly editor: Editor;
}
