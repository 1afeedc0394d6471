import { spawnSync } from "node:child_process";
import { closeSync, openSync, readdirSync, rmSync, statSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setTimeout as pause } from "node:timers/promises";
import { Bed, SmallDisk, until } from "./bed.ts";
import type { Outage } from "./outage.ts";

const WEIR = fileURLToPath(new URL("../../../packages/collector/src/cli/weir.ts", import.meta.url));

/** The disk is full while senders send; then there is room again. */
export const fullDisk: Outage = {
  name: "full disk",
  expects: "refuses with 503 what it cannot keep, goes on when there is room, loses nothing it took",
  async run({ work, port }) {
    const disk = new SmallDisk(join(work, "..", "small-disk"), 24);
    try {
      const bed = new Bed(work, port, join(disk.path, "data"));
      await bed.start();
      bed.load();
      await pause(2_000);
      const ballast = join(disk.path, "ballast");
      fill(ballast);
      const refused = await until(async () => ((await bed.answers())["503"] ?? 0) > 20);
      const alive = (await fetch(`${bed.collector.url}/health`)).ok;
      rmSync(ballast);
      const before = (await bed.answers())["200"] ?? 0;
      const resumed = await until(async () => ((await bed.answers())["200"] ?? 0) > before + 50);
      return { holds: { refused, alive, resumed }, ...(await bed.figures()) };
    } finally {
      disk.remove();
    }
  },
};

/** The disk turns read-only while senders send, as file systems do on errors; then it is mended. */
export const readOnlyDisk: Outage = {
  name: "read-only disk",
  expects: "refuses with 503, stays readable, goes on when the disk does; a start on such a disk says what is wrong",
  async run({ work, port }) {
    const disk = new SmallDisk(join(work, "..", "small-disk"), 64);
    try {
      const bed = new Bed(work, port, join(disk.path, "data"));
      await bed.start();
      bed.load();
      await pause(2_000);
      await bed.stopLoad();
      // Files that are open for writing keep a disk from turning read-only: it is done to a collector at rest.
      await bed.collector.stop();
      disk.readOnly(true);
      const start = spawnSync(
        process.execPath,
        ["--conditions=@weir/source", WEIR, "start", "--port", String(port), "--data", bed.data],
        { encoding: "utf8", timeout: 60_000 },
      );
      const said = `${start.stdout}${start.stderr}`;
      const clear = start.status !== 0 && /WEIR_|read-only|cannot/i.test(said) && !/\n\s+at /.test(start.stderr);
      disk.readOnly(false);
      const started = await bed.start();
      bed.load();
      await pause(1_000);
      return { holds: { clear, started }, said: said.trim().split("\n").at(-1) ?? "", ...(await bed.figures()) };
    } finally {
      disk.remove();
    }
  },
};

/** The file of a day rots while the collector is down. */
export const damagedDay: Outage = {
  name: "damaged day",
  expects: "starts, names the file on Status, serves the other days, and takes new spans",
  async run({ work, port }) {
    const bed = new Bed(work, port);
    bed.setClock(-24 * 3_600_000);
    await bed.start();
    bed.load();
    await until(() => bed.ledger.next > 60);
    await bed.stopLoad();
    await bed.collector.stop();
    const store = join(bed.data, "store");
    const file = readdirSync(store).find((name) => /^day-\d{8}\.db$/.test(name)) ?? "";
    scribble(join(store, file));
    bed.setClock(0);
    const started = await bed.start();
    bed.load();
    const taken = bed.ledger.next;
    const goesOn = await until(() => bed.ledger.next > taken + 40);
    await bed.stopLoad();
    const served = await until(async () => {
      const { routes } = (await (await fetch(`${bed.collector.url}/api/v1/routes`)).json()) as { routes: unknown[] };
      return routes.length > 0;
    });
    // Files are looked into when somebody asks for what is in them.
    const { store: said } = await bed.status();
    await bed.collector.stop();
    return {
      holds: { started, goesOn, named: said.detail?.includes(file) === true, served },
      said: said.detail ?? "",
    };
  },
};

function fill(path: string): void {
  const file = openSync(path, "w");
  const piece = Buffer.alloc(64 * 1024, 1);
  try {
    for (;;) writeSync(file, piece);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  } finally {
    closeSync(file);
  }
}

function scribble(path: string): void {
  const { size } = statSync(path);
  writeFileSync(path, Buffer.alloc(size, 0xa5));
}
