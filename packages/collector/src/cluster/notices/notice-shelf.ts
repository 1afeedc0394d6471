import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const NOTICE_KINDS = ["hello", "sources"] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** What an agent told one collector and all of them have to know, without its content. */
export interface NoticeHead {
  /** 32 hex digits, the same for the same content. */
  readonly id: string;
  readonly kind: NoticeKind;
  /** When a collector was told, by its own clock. Milliseconds. */
  readonly at: number;
  readonly bytes: number;
}

export interface NoticeBounds {
  readonly notices: number;
  readonly bytes: number;
}

/** Of each kind; above it the oldest go. */
export const NOTICE_BOUNDS: Readonly<Record<NoticeKind, NoticeBounds>> = {
  hello: { notices: 1_000, bytes: 4 * 1024 * 1024 },
  sources: { notices: 20_000, bytes: 512 * 1024 * 1024 },
};

const NAME = /^(?<at>\d{1,16})-(?<kind>hello|sources)-(?<id>[0-9a-f]{32})$/;

/** Keeps notices, on disk where there is a folder, so that a collector that was away can ask for them. */
export class NoticeShelf {
  readonly #folder: string | undefined;
  readonly #bounds: Readonly<Record<NoticeKind, NoticeBounds>>;
  readonly #heads = new Map<string, NoticeHead>();
  readonly #contents = new Map<string, Buffer>();
  /** Newest notice of a kind that went at the bound: one that is not newer is not taken back. */
  readonly #gone = new Map<NoticeKind, number>();
  #changes = 0;
  #dropped = 0;

  constructor(folder: string | undefined, bounds: Readonly<Record<NoticeKind, NoticeBounds>> = NOTICE_BOUNDS) {
    this.#folder = folder;
    this.#bounds = bounds;
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(folder)) {
      const found = NAME.exec(name)?.groups;
      if (found === undefined) rmSync(join(folder, name), { force: true });
      else {
        const { at, kind, id = "" } = found;
        const { size } = statSync(join(folder, name));
        this.#heads.set(id, { id, kind: kind as NoticeKind, at: Number(at), bytes: size });
      }
    }
  }

  /** Grows with every notice. */
  get changes(): number {
    return this.#changes;
  }

  /** Notices that went at a bound. */
  get dropped(): number {
    return this.#dropped;
  }

  /** The oldest first. */
  get list(): readonly NoticeHead[] {
    return [...this.#heads.values()].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  }

  /** Is there nothing to be done about it: is it here, or older than what was let go? */
  knows({ id, kind, at }: Pick<NoticeHead, "id" | "kind" | "at">): boolean {
    return this.#heads.has(id) || at <= (this.#gone.get(kind) ?? -1);
  }

  read(id: string): Buffer | undefined {
    const head = this.#heads.get(id);
    if (head === undefined) return undefined;
    return this.#folder === undefined ? this.#contents.get(id) : readFileSync(join(this.#folder, nameOf(head)));
  }

  /** On disk when it returns. */
  put(head: Omit<NoticeHead, "bytes">, content: Buffer): void {
    if (this.knows(head)) return;
    const whole = { ...head, bytes: content.length };
    if (this.#folder === undefined) this.#contents.set(head.id, content);
    else {
      const path = join(this.#folder, nameOf(whole));
      writeFileSync(`${path}.new`, content, { mode: 0o600 });
      renameSync(`${path}.new`, path);
    }
    this.#heads.set(head.id, whole);
    this.#changes += 1;
    this.#dropOldest(head.kind);
  }

  #dropOldest(kind: NoticeKind): void {
    const { notices, bytes } = this.#bounds[kind];
    const all = this.list.filter((head) => head.kind === kind);
    let size = all.reduce((sum, head) => sum + head.bytes, 0);
    for (let left = all.length; left > 1 && (left > notices || size > bytes); left -= 1) {
      const oldest = all[all.length - left] as NoticeHead;
      size -= oldest.bytes;
      this.#heads.delete(oldest.id);
      this.#contents.delete(oldest.id);
      if (this.#folder !== undefined) rmSync(join(this.#folder, nameOf(oldest)), { force: true });
      this.#gone.set(kind, Math.max(this.#gone.get(kind) ?? -1, oldest.at));
      this.#dropped += 1;
    }
  }
}

/** What says the same has the same id. */
export function noticeId(kind: NoticeKind, key: string): string {
  return createHash("sha256").update(`${kind}\u0000${key}`).digest("hex").slice(0, 32);
}

function nameOf({ at, kind, id }: NoticeHead): string {
  return `${at}-${kind}-${id}`;
}
