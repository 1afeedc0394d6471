import { describe, expect, it } from "vitest";
import type { SourceFact, SourceRelation } from "../evidence/source-fact.ts";
import { assembleRequests } from "../frameworks/assemble.ts";
import type { Call } from "../model/call.ts";
import type { Request } from "../model/request.ts";
import { testDigest } from "../testing/digest.ts";
import { timeline, timelineSpans } from "../testing/timeline.ts";
import { ORIGIN } from "../testing/trace-builder.ts";
import { analyseRequest } from "./analyse.ts";
import type { RequestAnalysis } from "./request-analysis.ts";
import { letters, nameOf, place } from "./testing/names.ts";
import { toTraceView } from "./view.ts";

/** Source facts by `from>to`; what is not named is independent, in one activation. */
function analyse(
  request: Request,
  facts: Readonly<Record<string, SourceRelation>> = {},
  kind: SourceFact["kind"] = "serial",
): RequestAnalysis {
  return analyseRequest(request, {
    source: (from, to) => ({
      relation: facts[`${nameOf(from)}>${nameOf(to)}`] ?? "independent",
      reason: "source.test",
      activation: "shared",
      kind,
      place,
    }),
    profile: () => new Map(),
    digest: testDigest,
  });
}

function callAt({ calls }: Request, index: number): Call {
  const call = calls[index];
  if (call === undefined) throw new Error(`no call ${index}`);
  return call;
}

function fixed(analysis: RequestAnalysis) {
  const names = (calls: readonly number[]) => calls.map((index) => nameOf(callAt(analysis.request, index)));
  return analysis.fixes.map(({ kind, calls, startTogether, after, saved }) => ({
    kind,
    calls: names(calls),
    together: startTogether.map((group) => names(group.map((position) => calls[position] ?? -1))),
    after: names(after.map((position) => calls[position] ?? -1)),
    saved: [saved.low / 1000, saved.high / 1000],
  }));
}

/** Calls in a row, a millisecond each, by name. */
function row(names: readonly string[]): Request {
  const request = timeline("a  ====         waits=");
  const call = callAt(request, 0);
  const calls = names.map((name, index) => ({
    ...call,
    index,
    target: `api/${name}`,
    frames: [{ ...place, file: `src/${name}.ts`, async: true, mapped: true }],
    start: request.start + index * 1000,
    end: request.start + (index + 1) * 1000,
    lineage: { headers: [], bodies: names.slice(0, index).map((_, before) => before) },
  }));
  return { ...request, calls, end: request.start + names.length * 1000 };
}

describe("requests with more pairs than are looked at", () => {
  const rounds = Array.from({ length: 150 }, () => "price");

  it("frees every round of a long loop, judged by the rounds that were looked at", () => {
    const { saved, fixes } = analyse(row(rounds), {}, "loop");
    expect(saved).toEqual({ low: 149_000, high: 149_000 });
    expect(fixes).toHaveLength(1);
  });

  it("does not free a call from what nobody looked at", () => {
    // "summary" stands behind all rounds; its order behind "session", 151 calls before, was never judged.
    const request = row(["session", ...rounds, "summary"]);
    const { possible, fixes } = analyse(request, { "session>price": "data", "price>summary": "independent" }, "loop");
    expect(possible[151]?.low).toBeGreaterThanOrEqual(request.start + 2000);
    expect(fixes.flatMap(({ calls }) => calls)).not.toContain(151);
  });
});

describe("time to first byte", () => {
  it("tells what the first byte gains apart from what the end gains", () => {
    const request = timeline(`
      shell    ====                     waits=
      menu         ====                 waits=shell
      reviews          ==============   waits=shell,menu
    `);
    const streamed: Request = { ...request, firstByte: request.start + 80_000 };
    const { saved, savedToFirstByte } = analyse(streamed, { "menu>reviews": "data", "shell>reviews": "data" });
    expect(saved).toEqual({ low: 40_000, high: 40_000 });
    expect(savedToFirstByte).toEqual({ low: 40_000, high: 40_000 });
    const behind = analyse(streamed, { "shell>menu": "data" });
    expect(behind.saved.high).toBeGreaterThan(0);
    expect(behind.savedToFirstByte).toEqual({ low: 0, high: 0 });
  });

  it("says nothing of it where the response was not streamed", () => {
    const request = timeline("a  ====         waits=");
    expect(analyse({ ...request, firstByte: request.end })).not.toHaveProperty("savedToFirstByte");
  });
});

describe("chains that run side by side", () => {
  /** A layout and a page under it, both behind the session; `cross` stands for the words behind the page's own calls. */
  const page = (waits: { readonly [call: string]: string }): Request =>
    timeline(`
      request   ============================
      session   ====                           waits=
      org           ====                       at=app/layout.tsx:8 waits=session
      kpis          =====                      at=app/page.tsx:10 waits=session
      unread            ====                   at=app/layout.tsx:9 waits=session,org
      invoices           =====                 at=app/page.tsx:11 waits=${waits["invoices"] ?? "session,kpis"}
      activity                ======           at=app/page.tsx:12 waits=${waits["activity"] ?? "session,kpis,invoices"}
    `);
  const layoutCalls = new Set(["org", "unread"]);
  const where = (call: Call) => (layoutCalls.has(nameOf(call)) ? { ...place, file: "app/layout.tsx" } : place);
  /** The source as it answers for a layout and a page: beside each other, and nothing known of what is not named. */
  function sideBySide(request: Request, facts: Readonly<Record<string, SourceFact | undefined>> = {}): RequestAnalysis {
    return analyseRequest(request, {
      source: (from, to) => {
        const key = `${nameOf(from)}>${nameOf(to)}`;
        if (key in facts) return facts[key];
        const fact = { reason: "source.test", kind: "serial", place: where(to) } as const;
        if (nameOf(from) === "session") return { ...fact, relation: "guard", activation: "shared" };
        return layoutCalls.has(nameOf(from)) === layoutCalls.has(nameOf(to))
          ? { ...fact, relation: "independent", activation: "shared" }
          : { ...fact, relation: "parallel", activation: "distinct" };
      },
      profile: () => new Map(),
      digest: testDigest,
    });
  }
  const ofPage = (analysis: RequestAnalysis) => fixed(analysis).filter(({ calls }) => calls.includes("activity"));

  it("are two findings, and neither waits for a call of the other", () => {
    const analysis = sideBySide(page({}));
    expect(fixed(analysis)).toEqual([
      {
        kind: "serial",
        calls: ["session", "org", "unread"],
        together: [["org", "unread"]],
        after: ["session"],
        saved: [0, 0],
      },
      {
        kind: "serial",
        calls: ["session", "kpis", "invoices", "activity"],
        together: [["kpis", "invoices", "activity"]],
        after: ["session"],
        saved: [80, 80],
      },
    ]);
    expect(analysis.saved).toEqual({ low: 100_000, high: 100_000 });
  });

  it("show no order between them in a trace", () => {
    const { calls, edges } = toTraceView(sideBySide(page({})));
    const orders = edges.map(({ from, to }) => [calls[from]?.call, calls[to]?.call].join(" > "));
    expect(orders).toContain("GET api/kpis > GET api/invoices");
    expect(orders).not.toContain("GET api/org > GET api/invoices");
    expect(orders).not.toContain("GET api/unread > GET api/activity");
  });

  it("leave what one needs of the other in place, wherever that was seen", () => {
    for (const relation of ["data", "guard", "ordered"] as const) {
      const fact = { relation, reason: "source.test", activation: "distinct", kind: "serial" } as const;
      const [fix] = ofPage(sideBySide(page({}), { "unread>activity": fact }));
      expect(fix).toMatchObject({ together: [["kpis", "invoices"], ["activity"]], after: ["session", "unread"] });
      expect(fix?.saved).toEqual([20, 20]);
    }
  });

  it("keep an order that lineage shows, whatever the source says: both may await one answer", () => {
    const [fix] = ofPage(sideBySide(page({ activity: "session,org,unread,kpis,invoices" })));
    expect(fix).toMatchObject({ together: [["kpis", "invoices"], ["activity"]], after: ["session", "org", "unread"] });
  });

  it("keep an order behind a call that lineage does not follow", () => {
    const drawn = (waits: string) =>
      fixed(
        sideBySide(
          timeline(`
            query  ======                 ${waits}
            a      ====                   waits=
            b          ====               waits=a
            c              ====           waits=a,b
          `),
          { "query>c": undefined },
        ),
      )[0]?.saved;
    expect(drawn("")).toEqual([20, 20]);
    expect(drawn("waits=")).toEqual([60, 60]);
  });

  it("keep an order of which neither lineage nor the source can tell who waited", () => {
    const request = timeline(`
      a  ====
      x    ====
      b      ====
      c          ====
    `);
    const sure = { relation: "independent", reason: "source.test", activation: "shared", kind: "serial" } as const;
    const facts = (cross: SourceFact | undefined) =>
      fixed(sideBySide(request, { "a>b": sure, "b>c": sure, "a>c": sure, "x>c": cross }))[0]?.saved;
    const beside = { relation: "parallel", reason: "source.test", kind: "serial" } as const;
    expect(facts(undefined)).toEqual([20, 20]);
    expect(facts({ ...beside, activation: "distinct" })).toEqual([20, 20]);
    expect(facts({ ...beside, activation: "shared" })).toEqual([60, 60]);
  });
});

describe("analyseRequest", () => {
  it("starts session and config together, and data after the session", () => {
    const request = timeline(`
      session  ========                    waits=
      config           ======              waits=session
      data                   =========     waits=session,config
    `);
    expect(fixed(analyse(request, { "session>data": "data" }))).toEqual([
      {
        kind: "serial",
        calls: ["session", "config", "data"],
        together: [["session", "config"], ["data"]],
        after: ["session"],
        saved: [60, 60],
      },
    ]);
  });

  it("flags nothing that must stay: a guard, a write order, a chain, unknown code, parallel calls", () => {
    const serial = (more = "") =>
      timeline(`
        a  ====         waits=
        b      ====     ${more} waits=a
      `);
    for (const relation of ["guard", "data", "ordered", "unknown", "parallel"] as const) {
      expect(analyse(serial(), { "a>b": relation }).fixes).toEqual([]);
    }
    expect(analyse(serial("POST")).fixes).toEqual([]);
    expect(analyse(timeline("a ==== waits=\nb  ==== waits=")).fixes).toEqual([]);
    expect(analyse(serial(), { "a>b": "guard" }).saved).toEqual({ low: 0, high: 0 });
  });

  it("flags no pair whose wait nobody saw, whatever the source says", () => {
    const { edges, fixes } = analyseRequest(timeline("a ====\nb     ===="), {
      source: () => ({ relation: "independent", reason: "source.test", activation: "distinct", kind: "serial", place }),
      profile: () => new Map(),
      digest: testDigest,
    });
    expect(edges).toMatchObject([{ verdict: "independent", tier: "medium" }]);
    expect(fixes).toEqual([]);
  });

  it("flags no pair of spans that came without the agent", () => {
    const [request] = assembleRequests(timelineSpans("a ====\nb     ===="));
    if (request === undefined) throw new Error("no request");
    const { edges, fixes } = analyseRequest(request, {
      source: () => undefined,
      profile: () => new Map(),
      digest: testDigest,
    });
    expect(edges).toMatchObject([{ verdict: "unknown", tier: "unknown" }]);
    expect(fixes).toEqual([]);
  });

  it("frees what needs one member of a barrier only", () => {
    const request = timeline(`
      user    =====                      waits=
      config  ====================       waits=
      orders                      ====== waits=user,config
    `);
    const [fix] = fixed(analyse(request, { "user>orders": "data" }, "barrier"));
    expect(fix).toMatchObject({ kind: "barrier", together: [["user", "config"], ["orders"]], after: ["user"] });
    expect(fix?.saved).toEqual([60, 60]);
  });

  it("shows a loop by two rounds, and saves all of them", () => {
    const rounds = Array.from({ length: 30 }, (_, index) => {
      const waits = Array.from({ length: index }, (__, before) => letters(before)).join(",");
      return `${letters(index)}  ${" ".repeat(3 * index)}=== at=src/list.ts:7 waits=${waits}`;
    });
    const drawn = timeline(rounds.join("\n"));
    const request = { ...drawn, calls: drawn.calls.map((call) => ({ ...call, target: "api/item/{id}" })) };
    const { fixes, edges } = analyse(request, {}, "loop");
    expect(edges).toHaveLength(435);
    expect(edges.reduce((sum, { observed }) => sum + (observed.get("seen") ?? 0), 0)).toBe(1);
    expect(fixes).toHaveLength(1);
    expect(fixes[0]).toMatchObject({ kind: "loop", calls: [0, 1], startTogether: [[0, 1]], saved: { low: 870_000 } });
  });

  it("does not flag a loop whose rounds need one another", () => {
    const drawn = timeline(`
      a  ===        at=src/list.ts:7 waits=
      b     ===     at=src/list.ts:7 waits=a
      c        ===  at=src/list.ts:7 waits=a,b
    `);
    const cursor = { ...drawn, calls: drawn.calls.map((call) => ({ ...call, target: "api/page" })) };
    expect(analyse(cursor, { "page>page": "data" }, "loop").fixes).toEqual([]);
  });

  it("keeps one fingerprint over routes, and another per service and place", () => {
    const drawing = "a  ====        waits=\nb      ====    waits=a";
    const fingerprint = (request: Partial<Request>) => analyse(timeline(drawing, request)).fixes[0]?.fingerprint;
    expect(fingerprint({ route: "/other" })).toBe(fingerprint({}));
    expect(fingerprint({ service: "blog" })).not.toBe(fingerprint({}));
    const at = (host: string) =>
      analyse(timeline(`a  ====        host=${host} waits=\nb      ====    host=${host} waits=a`)).fixes[0]
        ?.fingerprint;
    expect(at("127.0.0.1:4201")).toBe(at("localhost:4200"));
    expect(at("users.internal:8080")).toBe(at("users.internal"));
    expect(at("users.internal")).not.toBe(at("orders.internal"));
  });

  it("names the shape by its sites, whatever order they came in", () => {
    const one = analyse(timeline("a  ====        waits=\nb      ====    waits=a"));
    const other = analyse(timeline("b  ====        waits=\na      ====    waits=b"));
    expect(other.shape).toBe(one.shape);
    expect(analyse(timeline("a ==== waits=")).shape).not.toBe(one.shape);
  });

  it("tells of other traces that the request links to, and only then", () => {
    const analysis = analyse(timeline("a ==== waits="));
    expect(toTraceView(analysis)).not.toHaveProperty("links");
    const linked = { ...analysis, request: { ...analysis.request, links: ["00000000000000000000000000000007"] } };
    expect(toTraceView(linked).links).toEqual(["00000000000000000000000000000007"]);
  });

  it("reads as a trace in milliseconds since the request's start", () => {
    const view = toTraceView(
      analyse(
        timeline(
          "request  ==============\na          ====        waits=\nb              ====    waits=a 404 at=src/x.ts:4 fn=load",
        ),
      ),
    );
    expect(view).toMatchObject({
      schemaVersion: 1,
      routeKey: "GET /timeline",
      startedAt: new Date(ORIGIN / 1000).toISOString(),
      duration: 140,
      calls: [
        { call: "GET api/a", start: 20, end: 60, possible: { low: 20, high: 20 } },
        {
          call: "GET api/b",
          start: 60,
          end: 100,
          outcome: "not-found",
          status: 404,
          site: { file: "src/x.ts", line: 4, function: "load" },
          possible: { low: 20, high: 20 },
        },
      ],
      whatIf: { saved: { low: 40, high: 40 }, duration: { low: 100, high: 100 } },
    });
    expect(view.criticalPath).toEqual([
      { start: 0, end: 20 },
      { call: 0, start: 20, end: 60 },
      { call: 1, start: 60, end: 100 },
      { start: 100, end: 140 },
    ]);
  });
});
