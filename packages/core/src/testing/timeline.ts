import type { Call, Lineage } from "../model/call.ts";
import type { Request } from "../model/request.ts";
import type { Span } from "../model/span.ts";
import { outcomeOf } from "../normalize/outcome.ts";
import { ORIGIN, TraceBuilder } from "./trace-builder.ts";

/** Microseconds of one column. */
const COLUMN = 10_000;

interface Row {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly words: readonly string[];
}

/**
 * A request drawn as text, one call per line, ten milliseconds per column. `=` is the call's time; a bar that begins in
 * the column after another's last one touches it exactly.
 *
 * ```
 * request  =================
 * session   =====                       waits=            status 200, exact times
 * config         ====                   waits=session
 * data           ====     POST 404      waits=session
 * audit                       ===       background
 * ```
 *
 * Words behind a bar: a method, a three-digit status, `waits=a,b` (lineage: these had settled), `at=file.ts:12` (user
 * frame), `fn=load` (its function), `host=h`, `background`, `cached`, `loose` (times from spans). The line `request` is
 * optional; without it the request spans its calls. Calls are indexed by start.
 */
export function timeline(text: string, request: Partial<Request> = {}): Request {
  const { rows, root } = readRows(text);
  const ordered = [...rows].sort((a, b) => a.start - b.start);
  const calls = ordered.map((row, index) => callOf(row, index, ordered));
  return {
    traceId: "5b8efff798038103d269b633813fc60c",
    spanId: "00f067aa0ba902b7",
    service: "shop",
    env: "test",
    framework: "node",
    route: "/timeline",
    method: "GET",
    kind: "api",
    status: 200,
    error: false,
    start: root.start,
    end: root.end,
    calls,
    spans: calls.length + 1,
    droppedCalls: 0,
    recorded: { values: false, callSites: true, lineage: calls.some((call) => call.lineage !== undefined) },
    ...request,
  };
}

/** The call drawn on the line of that name. Throws when there is none, so that a test's typing error is seen. */
export function callNamed(request: Request, name: string): Call {
  const call = request.calls.find(({ target }) => target.endsWith(`/${name}`));
  if (call === undefined) throw new Error(`no line is named ${name}`);
  return call;
}

/** The same drawing as the spans of a plain Node server without the agent. */
export function timelineSpans(text: string): readonly Span[] {
  const { rows, root } = readRows(text);
  const trace = new TraceBuilder();
  const server = trace.server("/timeline", [millis(root.start), millis(root.end)]);
  for (const row of rows) {
    const { method, status, host } = wordsOf(row);
    trace.undici(`http://${host}/${row.name}`, [millis(row.start), millis(row.end)], server, {
      "http.request.method": method,
      "http.response.status_code": status,
    });
  }
  return trace.spans;
}

function readRows(text: string): { readonly rows: readonly Row[]; readonly root: { start: number; end: number } } {
  const drawn = text.split("\n").flatMap((line) => {
    const match = /^(\s*)([\w.-]+)(\s+)(=+)(.*)$/.exec(line);
    if (match === null) {
      if (line.trim() !== "") throw new Error(`not a line of a timeline: ${line}`);
      return [];
    }
    const [, indent = "", name = "", gap = "", bar = "", rest = ""] = match;
    const column = indent.length + name.length + gap.length;
    return [{ name, column, width: bar.length, words: rest.split(/\s+/).filter((word) => word !== "") }];
  });
  const first = Math.min(...drawn.map(({ column }) => column));
  const rows = drawn.map(({ name, column, width, words }) => ({
    name,
    words,
    start: ORIGIN + (column - first) * COLUMN,
    end: ORIGIN + (column - first + width) * COLUMN,
  }));
  const root = rows.find(({ name }) => name === "request");
  const calls = rows.filter((row) => row !== root);
  const start = root?.start ?? Math.min(...calls.map((row) => row.start));
  const end = root?.end ?? Math.max(...calls.map((row) => row.end));
  return { rows: calls, root: { start, end } };
}

function callOf(row: Row, index: number, rows: readonly Row[]): Call {
  const { method, status, host, waits, at, fn, flags } = wordsOf(row);
  const lineage = waits === undefined ? undefined : lineageOf(waits, rows);
  return {
    index,
    kind: "http",
    method,
    target: `${host}/${row.name}`,
    start: row.start,
    end: row.end,
    exact: !flags.has("loose"),
    spanIds: [index.toString(16).padStart(16, "0")],
    owner: { kind: "request", name: "/timeline", spanId: "00f067aa0ba902b7" },
    frames:
      at === undefined ? [] : [{ ...at, ...(fn === undefined ? {} : { function: fn }), async: false, mapped: true }],
    effect: method === "GET" ? "read" : "write",
    outcome: outcomeOf({ status }),
    cached: flags.has("cached"),
    background: flags.has("background"),
    ...(lineage === undefined ? {} : { lineage }),
  };
}

function wordsOf({ words }: Row): {
  readonly method: string;
  readonly status: number;
  readonly host: string;
  readonly waits: readonly string[] | undefined;
  readonly at: { readonly file: string; readonly line: number; readonly column: number } | undefined;
  readonly fn: string | undefined;
  readonly flags: ReadonlySet<string>;
} {
  const value = (key: string): string | undefined =>
    words.find((word) => word.startsWith(`${key}=`))?.slice(key.length + 1);
  const [file, line] = value("at")?.split(":") ?? [];
  return {
    method: words.find((word) => /^[A-Z]+$/.test(word)) ?? "GET",
    status: Number(words.find((word) => /^\d{3}$/.test(word)) ?? 200),
    host: value("host") ?? "api",
    waits: value("waits")
      ?.split(",")
      .filter((name) => name !== ""),
    at: file === undefined ? undefined : { file, line: Number(line ?? 1), column: 1 },
    fn: value("fn"),
    flags: new Set(words),
  };
}

function lineageOf(names: readonly string[], rows: readonly Row[]): Lineage {
  const indices = names.map((name) => {
    const index = rows.findIndex((row) => row.name === name);
    if (index < 0) throw new Error(`waits= names ${name}, which has no line`);
    return index;
  });
  return { headers: indices, bodies: indices };
}

function millis(micros: number): number {
  return (micros - ORIGIN) / 1000;
}
