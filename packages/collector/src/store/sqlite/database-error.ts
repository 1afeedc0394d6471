import { type ErrorCode, WeirError } from "../../errors.ts";

const BUSY = 5;
const IO_ERROR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANNOT_OPEN = 14;
const NOT_A_DATABASE = 26;

/** SQLite's primary result code of an error, `undefined` for errors of another kind. */
function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return undefined;
  return error.errcode & 0xff;
}

/** A file whose content cannot be read: no retry will help. */
export class DamagedFile extends WeirError {
  /** Without its folder. */
  readonly file: string;

  constructor(file: string, cause: unknown) {
    super("WEIR_STORE_DAMAGED", `A file of the store is damaged: ${file}`, {
      cause,
      status: 503,
      hint: "Restore it from a backup, or move it away: the other days are served without it.",
    });
    this.file = file;
  }
}

/** True for SQLite's own words for it, and for content SQLite reads well but that is no sketch, no list of fields. */
export function isDamage(error: unknown): boolean {
  const code = resultCode(error);
  return error instanceof DamagedFile || code === CORRUPT || code === NOT_A_DATABASE;
}

const CODES: Readonly<Record<number, readonly [ErrorCode, string]>> = {
  [BUSY]: ["WEIR_STORE_BUSY", "Another process holds the store"],
  [IO_ERROR]: ["WEIR_STORE_IO", "The disk failed to read or write"],
  [FULL]: ["WEIR_STORE_DISK_FULL", "The disk is full"],
  [CANNOT_OPEN]: ["WEIR_STORE_CANNOT_OPEN", "A file of the store cannot be opened"],
};

/** An error of SQLite as one with a code; any other error as it is. `file` is a name without its folder. */
export function codedError(error: unknown, file: string): unknown {
  const code = resultCode(error);
  if (code === undefined) return error;
  if (isDamage(error)) return new DamagedFile(file, error);
  const [name, message] = CODES[code] ?? ["WEIR_STORE_FAILED", "The store failed"];
  return new WeirError(name, `${message}: ${file}`, { cause: error, status: 503, retryAfter: 5 });
}
