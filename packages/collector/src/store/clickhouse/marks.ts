import { fencesIn } from "./leases.ts";
import { oneOf, text } from "./literal.ts";
import type { Server } from "./servers.ts";
import { GRANT, type StateLog, type StateRow } from "./state-log.ts";

const SPACE = "mark";
const DETAIL = "detail";
const CLOSED = "closed";
const DROPPED = "dropped";
const SEALED = "sealed/";

/** How far retention has come. */
export interface Marks {
  /** First day whose rows are kept, `YYYYMMDD`; earlier days are read from their hours. `""`: all. */
  readonly detailFrom: string;
  /** First day for which rows are still taken: later than `detailFrom` while days are about to go. */
  readonly openFrom: string;
  /** First day of which anything is kept. */
  readonly from: string;
  /** By day: which of the writings of its hours counts. */
  readonly seals: ReadonlyMap<string, string>;
}

export async function readMarks(server: Server, log: StateLog): Promise<Marks> {
  await log.catchUpOnce(server);
  const found = await log.selectPerFence(server, oneOf("space", [text(SPACE), text(GRANT)]));
  const fences = new Set(fencesIn(found.filter(({ space }) => space === GRANT)));
  const rows = found.filter(({ space, fence }) => space === SPACE && fences.has(fence));
  const body = (key: string): string => rows.find((row) => row.key === key)?.body ?? "";
  return {
    detailFrom: body(DETAIL),
    openFrom: body(CLOSED) > body(DETAIL) ? body(CLOSED) : body(DETAIL),
    from: body(DROPPED),
    seals: new Map(
      rows.filter(({ key }) => key.startsWith(SEALED)).map((row) => [row.key.slice(SEALED.length), row.body]),
    ),
  };
}

export const closedMark = (day: string): StateRow => mark(CLOSED, day);
export const detailMark = (day: string): StateRow => mark(DETAIL, day);
export const droppedMark = (day: string): StateRow => mark(DROPPED, day);
export const sealedMark = (day: string, seal: string): StateRow => mark(`${SEALED}${day}`, seal);

function mark(key: string, body: string): StateRow {
  return { space: SPACE, key, at: 0, scope: "", body };
}
