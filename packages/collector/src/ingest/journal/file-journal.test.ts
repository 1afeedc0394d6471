import { copyFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { WeirError } from "../../errors.ts";
import type { BodyForm } from "../body-form.ts";
import { FILE_JOURNAL, FileJournal, type FileJournalOptions } from "./file-journal.ts";
import { FRAME_HEADER_BYTES, SEGMENT_HEADER } from "./frame.ts";
import type { JournalEntry } from "./journal.ts";

const FORM: BodyForm = { encoding: "protobuf", gzip: true };

let directory: string;
let failures: WeirError[];
let open: FileJournal[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "weir-journal-"));
  failures = [];
  open = [];
});

afterEach(async () => {
  await Promise.all(open.map((journal) => journal.close()));
  await rm(directory, { recursive: true });
  if (failures.length > 0) throw failures[0];
});

async function journal(options: Partial<FileJournalOptions> = {}): Promise<FileJournal> {
  const opened = await FileJournal.open({
    ...FILE_JOURNAL,
    directory,
    onFailure: (error) => failures.push(error),
    ...options,
  });
  open.push(opened);
  return opened;
}

/** As an earlier process would leave the folder when it is killed: everything written, nothing tidied. */
async function abandon(some: FileJournal): Promise<void> {
  const left = await mkdtemp(join(tmpdir(), "weir-journal-"));
  await Promise.all((await readdir(directory)).map((name) => copyIfThere(join(directory, name), join(left, name))));
  await some.close();
  open = open.filter((journal) => journal !== some);
  await rm(directory, { recursive: true });
  directory = left;
}

/** A file may be on its way out. */
async function copyIfThere(from: string, to: string): Promise<void> {
  try {
    await copyFile(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

async function replayed(some: FileJournal): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for await (const entry of some.replay()) entries.push(entry);
  return entries;
}

const files = async () => (await readdir(directory)).sort();

describe("FileJournal", () => {
  it.each(["interval", "always"] as const)(
    "gives back what it took, in order, under the same numbers (%s)",
    async (fsync) => {
      const first = await journal({ fsync });
      const bodies = [Buffer.from("one"), Buffer.alloc(100_000, 7), Buffer.from("three")];
      const forms: BodyForm[] = [FORM, { encoding: "json", gzip: false }, { encoding: "json", gzip: true }];
      const entries = await Promise.all(bodies.map((body, index) => first.append(body, forms[index] ?? FORM)));
      await abandon(first);
      const found = await replayed(await journal({ fsync }));
      expect(found.map(({ entry }) => entry)).toEqual(entries);
      expect(found.map(({ body }) => Buffer.from(body))).toEqual(bodies);
      expect(found.map(({ form }) => form)).toEqual(forms);
    },
  );

  it("says how durable it is", async () => {
    expect((await journal()).stats().durability).toBe("crash-safe");
    expect((await journal({ fsync: "always" })).stats().durability).toBe("power-safe");
  });

  it("removes a file when all in it is released, and only then", async () => {
    const some = await journal({ segmentBytes: 1 });
    const [a, b, c] = [
      await some.append(Buffer.from("a"), FORM),
      await some.append(Buffer.from("b"), FORM),
      await some.append(Buffer.from("c"), FORM),
    ];
    expect(some.stats().segments).toBe(4);
    some.release(b);
    expect([some.isLive(a), some.isLive(b), some.isLive(c)]).toEqual([true, false, true]);
    expect(some.stats().segments).toBe(3);
    await abandon(some);
    const next = await journal();
    expect((await replayed(next)).map(({ body }) => String(body))).toEqual(["a", "c"]);
  });

  it("keeps a file while one of its entries waits, and replays the released ones with it", async () => {
    const some = await journal();
    const a = await some.append(Buffer.from("a"), FORM);
    await some.append(Buffer.from("b"), FORM);
    some.release(a);
    some.release(a);
    expect(some.isLive(a)).toBe(true);
    await abandon(some);
    const next = await journal();
    const [again, other] = await replayed(next);
    expect([String(again?.body), again?.entry]).toEqual(["a", a]);
    next.release(again?.entry ?? 0);
    expect(next.isLive(a)).toBe(true);
    next.release(other?.entry ?? 0);
    expect(next.isLive(a)).toBe(false);
  });

  it("does not remove a file whose replay is under way", async () => {
    const some = await journal();
    await some.append(Buffer.from("a"), FORM);
    await some.append(Buffer.from("b"), FORM);
    await abandon(some);
    const next = await journal();
    const bodies: string[] = [];
    for await (const { entry, body } of next.replay()) {
      bodies.push(String(body));
      next.release(entry);
    }
    expect(bodies).toEqual(["a", "b"]);
    expect(next.stats().segments).toBe(1);
  });

  it("leaves nothing to replay when it is closed with all released, and goes on with new numbers", async () => {
    const first = await journal();
    const a = await first.append(Buffer.from("a"), FORM);
    first.release(a);
    await first.close();
    const second = await journal();
    expect(await replayed(second)).toEqual([]);
    const b = await second.append(Buffer.from("b"), FORM);
    expect(b).toBeGreaterThan(a);
    expect(second.isLive(a)).toBe(false);
    second.release(b);
    await second.close();
    expect(await files()).toHaveLength(1);
  });

  it("refuses what would not fit, and takes more once something is released", async () => {
    const frame = FRAME_HEADER_BYTES + 100;
    const some = await journal({ segmentBytes: 1, maxBytes: 3 * SEGMENT_HEADER.length + 2 * frame });
    const body = Buffer.alloc(100, 1);
    const a = await some.append(body, FORM);
    await some.append(body, FORM);
    expect(some.hasRoom(100)).toBe(false);
    await expect(some.append(body, FORM)).rejects.toMatchObject({
      code: "WEIR_JOURNAL_FULL",
      status: 503,
      retryAfter: expect.any(Number),
    });
    expect(some.stats().failed).toBe(1);
    some.release(a);
    expect(some.hasRoom(100)).toBe(true);
    await some.append(body, FORM);
  });

  it("counts bodies that still wait to be written as used", async () => {
    const some = await journal({ maxBytes: SEGMENT_HEADER.length + FRAME_HEADER_BYTES + 100 });
    const first = some.append(Buffer.alloc(100), FORM);
    expect(some.hasRoom(0)).toBe(false);
    await first;
  });

  it.each([1, FRAME_HEADER_BYTES, FRAME_HEADER_BYTES + 2, FRAME_HEADER_BYTES + 4])(
    "ignores a write cut short after %d bytes, and goes on",
    async (kept) => {
      const first = await journal();
      const a = await first.append(Buffer.from("whole"), FORM);
      const size = first.stats().bytes;
      await first.append(Buffer.from("torn!"), FORM);
      await abandon(first);
      const [name = ""] = await files();
      await writeFile(join(directory, name), (await readFile(join(directory, name))).subarray(0, size + kept));

      const second = await journal();
      const b = await second.append(Buffer.from("next"), FORM);
      expect(second.stats()).toMatchObject({ tornBytes: kept, lostBytes: 0 });
      await abandon(second);
      const third = await journal();
      expect((await replayed(third)).map(({ entry, body }) => [entry, String(body)])).toEqual([
        [a, "whole"],
        [b, "next"],
      ]);
      expect(third.stats()).toMatchObject({ tornBytes: 0, lostBytes: 0 });
    },
  );

  it.each([
    ["a body", FRAME_HEADER_BYTES + 1],
    ["a length", 0],
    ["a checksum", 5],
    ["a form", 8],
  ])("skips to the next file behind damage in %s and counts what it skipped", async (_what, offset) => {
    const first = await journal();
    for (const text of ["kept", "damaged", "unsure"]) await first.append(Buffer.from(text), FORM);
    await abandon(first);
    const second = await journal();
    await second.append(Buffer.from("next"), FORM);
    await abandon(second);
    const [name = ""] = await files();
    const bytes = await readFile(join(directory, name));
    const at = SEGMENT_HEADER.length + FRAME_HEADER_BYTES + "kept".length;
    bytes[at + offset] = (bytes[at + offset] ?? 0) ^ 0x40;
    await writeFile(join(directory, name), bytes);

    const third = await journal();
    expect((await replayed(third)).map(({ body }) => String(body))).toEqual(["kept", "next"]);
    expect(third.stats().lostBytes).toBe(bytes.length - at);
  });

  it("survives files that are no journal", async () => {
    await writeFile(join(directory, "0000000007.journal"), "something else entirely");
    await writeFile(join(directory, "notes.txt"), "not ours");
    const some = await journal();
    expect(await replayed(some)).toEqual([]);
    expect(some.stats().lostBytes).toBe("something else entirely".length);
    await some.append(Buffer.from("a"), FORM);
    expect(await files()).toContain("notes.txt");
    expect(await files()).toContain("0000000008.journal");
  });

  it("keeps its files from other users", async () => {
    const some = await journal({ directory: join(directory, "inner") });
    await some.append(Buffer.from("a"), FORM);
    expect((await stat(join(directory, "inner"))).mode & 0o077).toBe(0);
    expect((await stat(join(directory, "inner", "0000000001.journal"))).mode & 0o077).toBe(0);
  });

  it("writes many at once in the order they came", async () => {
    const some = await journal({ segmentBytes: 4_000 });
    const bodies = Array.from({ length: 2_000 }, (_, index) => Buffer.from(`body ${index}`));
    const entries = await Promise.all(bodies.map((body) => some.append(body, FORM)));
    expect(entries).toEqual([...entries].sort((a, b) => a - b));
    await abandon(some);
    const found = await replayed(await journal());
    expect(found.map(({ entry }) => entry)).toEqual(entries);
    expect(found.map(({ body }) => String(body))).toEqual(bodies.map(String));
  });
});
