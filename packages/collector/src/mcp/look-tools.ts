import type { Route, Status, TraceView } from "@weir/core";
import { say } from "@weir/core/messages";
import { z } from "zod";
import type { ApiReader } from "../api/reader.ts";
import { relationText } from "../report/finding-lines.ts";
import { traceLines } from "../report/trace-lines.ts";
import { visibleText } from "../report/visible-text.ts";
import { defineTool, type McpTool } from "./define-tool.ts";
import { fitting, MAX_ANSWER_BYTES, UNTRUSTED } from "./tool-text.ts";

const COLUMNS = 110;

const statusOutput = z.object({
  version: z.string(),
  requests: z.int(),
  spans: z.int(),
  dropped: z.int(),
  judgedShare: z.number(),
  whyNotJudged: z.array(z.object({ reason: z.string(), sentence: z.string(), count: z.int() })),
  agents: z.array(z.object({ service: z.string(), env: z.string(), lastSeen: z.string(), callSites: z.boolean() })),
});

export function getStatus(api: ApiReader): McpTool {
  return defineTool({
    name: "get_status",
    title: "What Weir sees",
    description: `Which apps are connected, how much of their traffic could be judged, and why the rest could not. Use it first, and whenever a list is empty: empty with a judgedShare near 1 is good news, with a low one it means nothing. ${UNTRUSTED}`,
    input: z.object({}),
    output: statusOutput,
    run: async () => {
      const { version, ingest, agents, coverage } = await api.get<Status>("status");
      const answer = {
        version,
        requests: ingest.requests,
        spans: ingest.spans,
        dropped: ingest.dropped,
        judgedShare: coverage.analysedShare,
        whyNotJudged: coverage.reasons
          .slice(0, 10)
          .map(({ reason, count }) => ({ reason, sentence: say(reason, {}, "en"), count })),
        agents: agents.slice(0, 20).map(({ service, env, lastSeen, evidence }) => ({
          service: visibleText(service, 80),
          env: visibleText(env, 40),
          lastSeen,
          callSites: evidence.callSites,
        })),
      };
      const text = `${answer.requests} requests seen, the waits of ${Math.round(answer.judgedShare * 100)} % of them judged, ${answer.agents.length} app(s) connected.`;
      return { answer, text };
    },
  });
}

const routesInput = z.object({
  search: z.string().max(200).optional().describe("Part of a route's name"),
  limit: z.int().min(1).max(50).default(20),
  cursor: z.string().max(4_096).optional().describe("nextCursor of the answer before"),
});
const routesOutput = z.object({
  routes: z.array(
    z.object({
      route: z.string(),
      service: z.string(),
      env: z.string(),
      requests: z.int(),
      p50Ms: z.number(),
      waitPerMinuteMs: z.number(),
      findings: z.int(),
    }),
  ),
  leftOut: z.int(),
  nextCursor: z.string().nullable(),
});

export function listRoutes(api: ApiReader): McpTool {
  return defineTool({
    name: "list_routes",
    title: "Routes, worst first",
    description: `Routes of the observed apps, ranked by how much user wait per minute could go. Use it to choose where to work; for the waits themselves use list_findings. ${UNTRUSTED}`,
    input: routesInput,
    output: routesOutput,
    run: async ({ search, limit, cursor }) => {
      const page = await api.get<{ readonly routes: readonly Route[]; readonly nextCursor: string | null }>("routes", {
        q: search,
        limit,
        cursor,
      });
      const rows = page.routes.map(({ key, service, env, requests, p50, waitPerMinute, findings }) => ({
        route: visibleText(key, 160),
        service: visibleText(service, 80),
        env: visibleText(env, 40),
        requests,
        p50Ms: Math.round(p50),
        waitPerMinuteMs: Math.round(waitPerMinute),
        findings,
      }));
      const { items, leftOut } = fitting(rows, 500);
      const text = items
        .map(({ route, waitPerMinuteMs, findings }) => `${route}: ${waitPerMinuteMs} ms/min, ${findings} finding(s)`)
        .join("\n");
      return {
        answer: { routes: [...items], leftOut, nextCursor: page.nextCursor },
        text: text === "" ? "No route was seen." : text,
      };
    },
  });
}

const traceInput = z.object({
  traceId: z
    .string()
    .regex(/^[0-9a-fA-F]{32}$/)
    .describe("32 hexadecimal digits"),
});
const traceOutput = z.object({
  route: z.string(),
  durationMs: z.number(),
  timeline: z.string(),
  findings: z.array(z.string()),
});

export function getTrace(api: ApiReader): McpTool {
  return defineTool({
    name: "get_trace",
    title: "One request",
    description: `One request as a text timeline: █ ran, ◀ could have started, ┈ from there to the start. Ids stand in get_finding. ${UNTRUSTED}`,
    input: traceInput,
    output: traceOutput,
    run: async ({ traceId }) => {
      const trace = await api.get<TraceView>(`traces/${traceId.toLowerCase()}`);
      const timeline = timelineText(trace);
      const answer = {
        route: visibleText(trace.routeKey, 160),
        durationMs: Math.round(trace.duration),
        timeline,
        findings: trace.whatIf.findings.map(({ fingerprint }) => fingerprint),
      };
      return { answer, text: timeline };
    },
  });
}

/** A request in text, never larger than an answer may be. */
export function timelineText(trace: TraceView): string {
  const lines = traceLines(trace, {
    language: "en",
    columns: COLUMNS,
    relation: (relation) => relationText(relation, "en"),
    rest: (hidden) => `${hidden} more calls`,
  });
  let text = "";
  for (const line of lines) {
    if (Buffer.byteLength(text) + Buffer.byteLength(line) > MAX_ANSWER_BYTES / 3) return `${text}…`;
    text += `${line}\n`;
  }
  return text.trimEnd();
}
