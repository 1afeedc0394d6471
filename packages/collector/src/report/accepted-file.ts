import { type Document, isSeq, parseDocument } from "yaml";
import { z } from "zod";
import { WeirError } from "../errors.ts";

/** A wait that somebody decided to keep, in `weir.accepted.yaml`. */
export interface AcceptedFinding {
  readonly fingerprint: string;
  readonly reason: string;
  readonly by?: string | undefined;
  /** A day, `2027-01-31`; the last one on which it holds. */
  readonly expires?: string | undefined;
}

const day = z.iso.date();
const entry = z.strictObject({
  fingerprint: z.string().regex(/^[0-9a-f]{16}$/, "16 hexadecimal digits"),
  reason: z.string().min(1),
  by: z.string().optional(),
  expires: day.optional(),
});
const file = z.strictObject({ version: z.literal(1), accepted: z.array(entry).default([]) });

const HEADER = ` Waits that are kept on purpose. Each entry silences one place in \`weir check\`; see \`weir accept --help\`.`;

export interface Accepted {
  readonly all: readonly AcceptedFinding[];
  /** Those that hold at a moment. */
  readonly valid: ReadonlyMap<string, AcceptedFinding>;
  readonly expired: readonly AcceptedFinding[];
}

/** @throws WeirError `WEIR_INVALID_INPUT` naming what is wrong with the file */
export function readAccepted(text: string, path: string, now: number): Accepted {
  const document = parsed(text, path);
  const read = file.safeParse(document.toJS({ maxAliasCount: 10 }) ?? { version: 1 });
  if (!read.success) {
    const [issue] = read.error.issues;
    throw invalid(path, `${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`.trim());
  }
  const all = read.data.accepted;
  const today = new Date(now).toISOString().slice(0, 10);
  const isValid = ({ expires }: AcceptedFinding): boolean => expires === undefined || expires >= today;
  return {
    all,
    valid: new Map(all.filter(isValid).map((one) => [one.fingerprint, one])),
    expired: all.filter((one) => !isValid(one)),
  };
}

/** The file with one entry more, or with the entry of this fingerprint replaced. Comments stay. */
export function addAccepted(text: string | undefined, added: AcceptedFinding, path: string): string {
  const document = parsed(text ?? "version: 1\naccepted: []\n", path);
  if (text === undefined) document.commentBefore = HEADER;
  if (document.contents === null) document.contents = document.createNode({ version: 1, accepted: [] });
  const list = document.get("accepted");
  const node = document.createNode(
    Object.fromEntries(Object.entries(added).filter(([, value]) => value !== undefined)),
  );
  if (!isSeq(list)) document.set("accepted", document.createNode([node]));
  else {
    const at = list.items.findIndex(
      (item) => (item as { get?(key: string): unknown }).get?.("fingerprint") === added.fingerprint,
    );
    if (at < 0) list.add(node);
    else list.items[at] = node;
    list.flow = false;
  }
  return document.toString({ lineWidth: 0 });
}

function parsed(text: string, path: string): Document {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined) throw invalid(path, error.message.split("\n")[0] ?? "");
  return document;
}

function invalid(path: string, what: string): WeirError {
  return new WeirError("WEIR_INVALID_INPUT", `${path}: ${what}`, {
    hint: "An entry has fingerprint and reason, and may have by and expires (a day)",
  });
}
