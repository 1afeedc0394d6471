import type { CallView, TraceView } from "@weir/core";
import { moves } from "./bars.ts";

/** One line of the timeline, in the order shown. `key` is stable while rows open and close. */
export type Row = OwnerRow | CallRow | LoopRow | HiddenRow;

interface Line {
  readonly key: string;
  /** 1-based depth in the tree. */
  readonly level: number;
}

/** A hook, load, component … and the calls it made. */
export interface OwnerRow extends Line {
  readonly kind: "owner";
  readonly owner: CallView["owner"];
  readonly calls: readonly number[];
  readonly open: boolean;
}

export interface CallRow extends Line {
  readonly kind: "call";
  readonly call: number;
}

/** One call in a loop, made again and again; the first and the last keep their own rows. */
export interface LoopRow extends Line {
  readonly kind: "loop";
  /** The calls this row stands for. */
  readonly calls: readonly number[];
  /** How often the loop ran in all. */
  readonly times: number;
  readonly open: boolean;
}

/** Calls left out because the page is about others. */
export interface HiddenRow extends Line {
  readonly kind: "hidden";
  readonly calls: readonly number[];
}

export interface RowOptions {
  /** The calls the page is about: others are folded away unless opened. Absent: all calls, grouped by owner. */
  readonly focus?: ReadonlySet<number>;
  readonly onlyMoved?: boolean;
  /** Only these. Absent: all. */
  readonly only?: ReadonlySet<number> | undefined;
  /** Keys of rows the reader turned from how they start (owners start open, loops and hidden calls closed). */
  readonly turned: ReadonlySet<string>;
  /** Calls whose name or site holds this text, lower-case. */
  readonly query?: string;
}

/** A run of calls this long is folded. */
const LOOP_FOLDS_AT = 4;

export function rowsOf(trace: TraceView, options: RowOptions): readonly Row[] {
  const calls = trace.calls.filter((call) => wanted(call, options));
  if (options.focus !== undefined) return focused(calls, options.focus, options.turned);
  const groups = byOwner(calls);
  if (groups.length <= 1) return lines(calls, 1, options.turned);
  return groups.flatMap((group) => owned(group, options.turned));
}

function wanted(call: CallView, options: RowOptions): boolean {
  if (options.onlyMoved === true && !moves(call)) return false;
  if (options.only?.has(call.index) === false) return false;
  if (options.query === undefined || options.query === "") return true;
  return [call.call, call.site.file, call.site.function, call.owner.name].some((text) =>
    text?.toLowerCase().includes(options.query ?? ""),
  );
}

function owned(calls: readonly CallView[], turned: ReadonlySet<string>): Row[] {
  const [first] = calls;
  if (first === undefined) return [];
  const key = `owner ${first.owner.kind} ${first.owner.name}`;
  const open = !turned.has(key);
  const row: OwnerRow = { kind: "owner", key, level: 1, owner: first.owner, calls: indices(calls), open };
  return open ? [row, ...lines(calls, 2, turned)] : [row];
}

/** Owners in the order of their first call. */
function byOwner(calls: readonly CallView[]): readonly (readonly CallView[])[] {
  const groups = new Map<string, CallView[]>();
  for (const call of calls) {
    const key = `${call.owner.kind} ${call.owner.name}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [call]);
    else group.push(call);
  }
  return [...groups.values()];
}

function focused(calls: readonly CallView[], focus: ReadonlySet<number>, turned: ReadonlySet<string>): Row[] {
  const rows: Row[] = [];
  for (const run of runs(calls, (left, right) => focus.has(left.index) === focus.has(right.index))) {
    const [first] = run;
    if (first === undefined) continue;
    const key = `hidden ${first.index}`;
    if (focus.has(first.index) || turned.has(key)) rows.push(...lines(run, 1, turned));
    else rows.push({ kind: "hidden", key, level: 1, calls: indices(run) });
  }
  return rows;
}

function lines(calls: readonly CallView[], level: number, turned: ReadonlySet<string>): Row[] {
  return runs(calls, repeats).flatMap((run) =>
    run.length < LOOP_FOLDS_AT ? callRows(run, level) : loop(run, level, turned),
  );
}

function loop(run: readonly CallView[], level: number, turned: ReadonlySet<string>): Row[] {
  const middle = run.slice(1, -1);
  const key = `loop ${run[0]?.index}`;
  const open = turned.has(key);
  const row: LoopRow = { kind: "loop", key, level, calls: indices(middle), times: run.length, open };
  return [
    ...callRows(run.slice(0, 1), level),
    row,
    ...(open ? callRows(middle, level + 1) : []),
    ...callRows(run.slice(-1), level),
  ];
}

function callRows(calls: readonly CallView[], level: number): Row[] {
  return calls.map((call) => ({ kind: "call", key: `call ${call.index}`, level, call: call.index }));
}

/** The same line of code made the next call only after this one had ended. */
function repeats(left: CallView, right: CallView): boolean {
  const here = left.site;
  const there = right.site;
  return (
    here.call === there.call &&
    here.file === there.file &&
    here.line === there.line &&
    here.column === there.column &&
    right.start >= left.end
  );
}

function runs<T>(items: readonly T[], joins: (left: T, right: T) => boolean): T[][] {
  const found: T[][] = [];
  for (const item of items) {
    const run = found.at(-1);
    const last = run?.at(-1);
    if (run !== undefined && last !== undefined && joins(last, item)) run.push(item);
    else found.push([item]);
  }
  return found;
}

function indices(calls: readonly CallView[]): readonly number[] {
  return calls.map((call) => call.index);
}

/** The calls a row stands for. */
export function callsOf(row: Row): readonly number[] {
  return row.kind === "call" ? [row.call] : row.calls;
}

/** The row that shows a call: its own, or the closed one it is folded into. */
export function rowOfCall(rows: readonly Row[], call: number): number {
  const own = rows.findIndex((row) => row.kind === "call" && row.call === call);
  return own === -1 ? rows.findLastIndex((row) => callsOf(row).includes(call)) : own;
}
