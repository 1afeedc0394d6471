import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { FILE_JOURNAL, FileJournal } from "./journal/file-journal.ts";
import { encode, FORMS, headersOf, pack, receiverKit } from "./testing/receiver-kit.ts";
import { callSpan, requestWith } from "./testing/requests.ts";

const CHILD = fileURLToPath(new URL("testing/serve-until-killed.ts", import.meta.url));

async function serve(args: readonly string[]): Promise<{ child: ChildProcess; port: string }> {
  const child = spawn(process.execPath, ["--conditions=@weir/source", CHILD, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return { child, port: String(line).trim() };
}

/** Posts span after span until the server is gone; answers the numbers of those that were acknowledged. */
async function postUntilGone(port: string, first: number, onAcknowledged: () => void): Promise<number[]> {
  const acknowledged: number[] = [];
  for (let number = first; ; number++) {
    const form = FORMS[number % FORMS.length] ?? { encoding: "json", gzip: false };
    const body = pack(encode(requestWith([callSpan(number)]), form.encoding), form);
    try {
      const url = `http://127.0.0.1:${port}/v1/traces`;
      const answer = await fetch(url, { method: "POST", headers: headersOf(form), body: new Uint8Array(body) });
      if (answer.status === 200) acknowledged.push(number);
      onAcknowledged();
    } catch {
      return acknowledged;
    }
  }
}

describe("what was answered 200", () => {
  it.each([
    ["interval", 4],
    ["always", 2],
  ])("is there after kill -9 (fsync %s)", { timeout: 120_000 }, async (fsync, rounds) => {
    const directory = await mkdtemp(join(tmpdir(), "weir-acknowledged-"));
    const acknowledged = new Set<number>();
    for (let round = 1; round <= rounds; round++) {
      const { child, port } = await serve([directory, fsync]);
      const exited = once(child, "exit");
      let left = 10 + round * 17;
      const onAcknowledged = (): void => {
        left -= 1;
        if (left === 0) child.kill("SIGKILL");
      };
      const senders = [0, 1, 2, 3].map((sender) =>
        postUntilGone(port, round * 10_000 + sender * 1_000, onAcknowledged),
      );
      for (const number of (await Promise.all(senders)).flat()) acknowledged.add(number);
      await exited;
    }
    const onFailure = (error: Error): void => {
      throw error;
    };
    const journal = await FileJournal.open({ ...FILE_JOURNAL, directory, onFailure });
    const kit = await receiverKit({ journal });
    for await (const delivery of kit.intake.replay()) kit.sink.accept(delivery);
    const found = new Set(kit.sink.spans.map(({ spanId }) => Number.parseInt(spanId.slice(-8), 16) - 1));
    expect(acknowledged.size).toBeGreaterThan(rounds * 20);
    expect([...acknowledged].filter((number) => !found.has(number))).toEqual([]);
    expect(journal.stats().lostBytes).toBe(0);
    await journal.close();
    await rm(directory, { recursive: true });
  });
});

describe("Intake", () => {
  it("answers only when the journal has the body, and hands over only then", async () => {
    const { journal, kept } = heldJournal();
    const kit = await receiverKit({ journal });
    const body = encode(requestWith([callSpan(1)]), "protobuf");
    let isAnswered = false;
    const answer = kit.intake.take(body, { encoding: "protobuf", gzip: false }).finally(() => {
      isAnswered = true;
    });
    await new Promise(setImmediate);
    expect([isAnswered, kit.sink.deliveries.length]).toEqual([false, 0]);
    kept(7);
    await answer;
    expect(kit.sink.deliveries.map(({ entry }) => entry)).toEqual([7]);
  });

  it("counts spans whose bytes are still on their way as taken", async () => {
    const { journal, kept } = heldJournal();
    const kit = await receiverKit({ journal });
    kit.sink.room = 3;
    const take = (first: number) => {
      const body = encode(requestWith([callSpan(first), callSpan(first + 1)]), "json");
      return kit.intake.take(body, { encoding: "json", gzip: false });
    };
    const first = take(1);
    await expect(take(3)).rejects.toMatchObject({ code: "WEIR_PIPELINE_FULL", status: 503 });
    kept(1);
    await first;
    expect(kit.sink.spans).toHaveLength(2);
  });

  it("takes a body of any size, and others beside it only up to a bound, while bytes are on their way", async () => {
    const { journal, kept } = heldJournal();
    const kit = await receiverKit({ journal, maxOnTheWay: 4 });
    const some = (first: number, count: number): Promise<unknown> => {
      const spans = Array.from({ length: count }, (_, index) => callSpan(first + index));
      return kit.intake.take(encode(requestWith(spans), "protobuf"), { encoding: "protobuf", gzip: false });
    };
    const first = some(1, 5);
    await expect(some(10, 1)).rejects.toMatchObject({ code: "WEIR_PIPELINE_FULL", status: 503 });
    kept(1);
    await first;
    const second = some(20, 3);
    await expect(some(30, 2)).rejects.toMatchObject({ status: 503 });
    await Promise.all([second, some(40, 1)]);
    expect(kit.sink.spans).toHaveLength(9);
  });

  it("does not take what the journal refuses", async () => {
    const directory = await mkdtemp(join(tmpdir(), "weir-refused-"));
    const journal = await FileJournal.open({ ...FILE_JOURNAL, directory, onFailure: () => undefined });
    const kit = await receiverKit({ journal });
    await journal.close();
    const body = encode(requestWith([callSpan(1)]), "json");
    await expect(kit.intake.take(body, { encoding: "json", gzip: false })).rejects.toMatchObject({ status: 503 });
    expect(kit.sink.deliveries).toEqual([]);
    expect(kit.intake.counts).toMatchObject({ requests: 0, spans: 0 });
    await rm(directory, { recursive: true });
  });

  it("goes on behind a journal entry that cannot be read any more", async () => {
    const directory = await mkdtemp(join(tmpdir(), "weir-unreadable-"));
    const open = () => FileJournal.open({ ...FILE_JOURNAL, directory, onFailure: () => undefined });
    const first = await open();
    const good = encode(requestWith([callSpan(1)]), "json");
    await first.append(Buffer.from("written by another release"), { encoding: "json", gzip: false });
    await first.append(good, { encoding: "json", gzip: false });
    await first.close();
    const second = await open();
    const kit = await receiverKit({ journal: second });
    for await (const delivery of kit.intake.replay()) kit.sink.accept(delivery);
    expect(kit.sink.spans).toHaveLength(1);
    expect(kit.intake.counts.unreadable).toBe(1);
    await second.close();
    await rm(directory, { recursive: true });
  });
});

/** A journal whose appends last until `kept` is called. */
function heldJournal() {
  let kept: (entry: number) => void = () => undefined;
  const written = new Promise<number>((resolve) => {
    kept = resolve;
  });
  return {
    kept: (entry: number) => kept(entry),
    journal: {
      hasRoom: () => true,
      append: () => written,
      release: () => undefined,
      isLive: () => true,
      async *replay() {
        // It has nothing.
      },
      stats: () => ({ durability: "memory" as const, bytes: 0, segments: 0, failed: 0, lostBytes: 0, tornBytes: 0 }),
      close: () => Promise.resolve(),
    },
  };
}
