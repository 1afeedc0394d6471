import { FINDING_KINDS, type Finding, type FindingDetail, TIERS } from "@weir/core";
import { say } from "@weir/core/messages";
import { z } from "zod";
import type { ApiReader } from "../api/reader.ts";
import { channelText } from "../report/call-relation.ts";
import { visibleLines } from "../report/visible-text.ts";
import { defineTool, type McpTool } from "./define-tool.ts";
import { timelineText } from "./look-tools.ts";
import { cautionsOf, findingLine, fitting, siteText, UNTRUSTED } from "./tool-text.ts";
import { verifyFix as verify } from "./verify-fix.ts";

const fingerprint = z
  .string()
  .regex(/^[0-9a-f]{16}$/)
  .describe("16 hexadecimal digits, from list_findings");

const line = z.object({
  fingerprint: z.string(),
  sentence: z.string(),
  place: z.string(),
  route: z.string(),
  saving: z.string(),
  waitPerMinuteMs: z.number(),
  tier: z.string(),
  status: z.string(),
  requests: z.int(),
});

const listInput = z.object({
  file: z.string().max(500).optional().describe("Only findings in this source file, as app/page.tsx"),
  route: z.string().max(500).optional().describe("Only this route, as GET /shop/[id]"),
  kind: z.enum(FINDING_KINDS).optional(),
  tier: z
    .enum([...TIERS, "all"])
    .optional()
    .describe("Default: those sure enough to act on"),
  status: z.enum(["all", "candidate", "new", "open", "ongoing", "resolved", "accepted"]).optional(),
  since: z.iso.datetime({ offset: true }).optional().describe("Only requests after this moment"),
  limit: z.int().min(1).max(50).default(10),
  cursor: z.string().max(4_096).optional().describe("nextCursor of the answer before"),
});
const listOutput = z.object({
  findings: z.array(line),
  leftOut: z.int(),
  total: z.int(),
  nextCursor: z.string().nullable(),
});

export function listFindings(api: ApiReader): McpTool {
  return defineTool({
    name: "list_findings",
    title: "Needless waits",
    description: `Calls that wait for one another without need, most user wait first. Ask by file when you edit one. Not for single requests: use get_trace. ${UNTRUSTED}`,
    input: listInput,
    output: listOutput,
    run: async ({ since, ...query }) => {
      const page = await api.get<{
        readonly findings: readonly Finding[];
        readonly nextCursor: string | null;
        readonly total: number;
      }>("findings", { ...query, from: since });
      const { items, leftOut } = fitting(page.findings.map(findingLine), 500);
      const text = items
        .map((one) => `${one.fingerprint} ${one.sentence} (${one.saving}, ${one.tier}) ${one.place}`)
        .join("\n");
      return {
        answer: { findings: [...items], leftOut, total: page.total, nextCursor: page.nextCursor },
        text: text === "" ? "No finding fits. get_status says whether that means anything." : text,
      };
    },
  });
}

const detailInput = z.object({ fingerprint });
const detailOutput = z.object({
  finding: line,
  calls: z.array(z.string()),
  startTogether: z.array(z.array(z.int())),
  pairs: z.array(
    z.object({ from: z.int(), to: z.int(), verdict: z.string(), tier: z.string(), evidence: z.array(z.string()) }),
  ),
  timeline: z.string().optional(),
  wouldChange: z.array(z.string()),
  hasPatch: z.boolean(),
  exemplars: z.array(z.string()),
});

const CHANNELS = ["data", "control", "order", "pace", "source"] as const;
/** Pairs and calls shown of a finding; a loop can have hundreds. */
const MOST = 12;

export function getFinding(api: ApiReader): McpTool {
  return defineTool({
    name: "get_finding",
    title: "One needless wait, with its evidence",
    description: `A finding whole: its calls, what each channel of evidence says about every pair, and a request as a timeline. Numbers of calls count from 0. For the code change use suggest_fix. ${UNTRUSTED}`,
    input: detailInput,
    output: detailOutput,
    run: async (input) => {
      const finding = await api.get<FindingDetail>(`findings/${input.fingerprint}`);
      const timeline = finding.timeline === undefined ? undefined : timelineText(finding.timeline);
      const pairs = finding.edges.slice(0, MOST).map(({ from, to, verdict, tier, channels }) => ({
        from,
        to,
        verdict,
        tier,
        evidence: CHANNELS.map((name) => channelText(name, channels[name], "en")),
      }));
      const rest = (timeline?.length ?? 0) + 2_000;
      const answer = {
        finding: findingLine(finding),
        calls: finding.calls.slice(0, MOST).map(siteText),
        startTogether: finding.startTogether.map((group) => [...group]),
        pairs: [...fitting(pairs, rest).items],
        ...(timeline === undefined ? {} : { timeline }),
        wouldChange: [
          ...new Set(finding.wouldChange.map(({ reason, detail }) => say(reason, detail ?? {}, "en"))),
        ].slice(0, 6),
        hasPatch: finding.patch !== undefined && finding.patch !== "",
        exemplars: finding.exemplars.slice(0, 5).map(({ traceId }) => traceId),
      };
      return {
        answer,
        text: `${answer.finding.sentence}. ${answer.finding.saving}, ${answer.finding.tier}. ${answer.finding.place}`,
      };
    },
  });
}

const fixInput = z.object({ fingerprint });
const fixOutput = z.object({
  patch: z.string().optional(),
  withheld: z.string().optional(),
  startTogether: z.array(z.array(z.string())),
  after: z.array(z.string()),
  cautions: z.array(z.string()),
});
/** A patch that does not fit is no patch: half of one must never be applied. */
const MAX_PATCH = 6_000;

export function suggestFix(api: ApiReader): McpTool {
  return defineTool({
    name: "suggest_fix",
    title: "How to start the calls together",
    description: `A unified diff that starts the calls of a finding together, where a safe one is known; else which calls may start together, and why there is no diff. With cautions: read them before you edit. ${UNTRUSTED}`,
    input: fixInput,
    output: fixOutput,
    run: async (input) => {
      const finding = await api.get<FindingDetail>(`findings/${input.fingerprint}`);
      const { patch, withheld } = finding;
      const fits = patch !== undefined && patch !== "" && patch.length <= MAX_PATCH;
      const why =
        patch !== undefined && !fits
          ? "The diff is too long for an answer: run weir fix"
          : withheld === undefined
            ? undefined
            : say(withheld, {}, "en");
      const names = (indices: readonly number[]): string[] =>
        indices.slice(0, MOST).map((index) => siteText(finding.calls[index]));
      const answer = {
        ...(fits ? { patch: visibleLines(patch) } : why === undefined ? {} : { withheld: why }),
        startTogether: finding.startTogether.filter((group) => group.length > 1).map(names),
        after: names(finding.after ?? []),
        cautions: [...cautionsOf(finding)],
      };
      return { answer, text: fits ? visibleLines(patch) : `No diff. ${why ?? ""} ${answer.cautions.join(" ")}` };
    },
  });
}

const verifyInput = z.object({
  fingerprint,
  since: z.iso.datetime({ offset: true }).describe("When the change went live, as 2027-01-31T12:00:00Z"),
});
const verifyOutput = z.object({
  outcome: z.enum(["gone", "still-there", "not-enough-requests"]),
  requests: z.int(),
  needed: z.int(),
  countedFrom: z.string(),
  predictedMs: z.object({ low: z.number(), high: z.number() }),
  measuredMs: z.number().optional(),
});

const OUTCOMES = {
  gone: "The wait is gone",
  "still-there": "The wait is still there",
  "not-enough-requests": "Too few requests to tell: send some, wait for the next full minute, ask again",
} as const;

export function verifyFix(api: ApiReader): McpTool {
  return defineTool({
    name: "verify_fix",
    title: "Is it gone?",
    description:
      "After a change: whether requests since then still show the wait, and how the route's median moved against the prediction. Use it before you say that something is fixed. `not-enough-requests` is not a yes.",
    input: verifyInput,
    output: verifyOutput,
    run: async ({ fingerprint: name, since }) => {
      const answer = await verify(api, name, Date.parse(since));
      return {
        answer,
        text: `${OUTCOMES[answer.outcome]} (${answer.requests} of ${answer.needed} requests since ${answer.countedFrom}).`,
      };
    },
  });
}

const statusInput = z.object({
  fingerprint,
  status: z.enum(["accepted", "snoozed", "open"]),
  reason: z.string().min(3).max(500).describe("Why, in the user's words"),
  until: z.iso.datetime({ offset: true }).optional().describe("Until when it is accepted or snoozed"),
});
const statusOutput = z.object({ fingerprint: z.string(), status: z.string() });

export function setStatus(api: ApiReader): McpTool {
  return defineTool({
    name: "set_status",
    title: "Accept, snooze or reopen",
    description:
      "Keeps a wait on purpose, or takes that back. Only on the user's explicit wish, with the user's reason; never to make a list shorter. It does not silence CI.",
    input: statusInput,
    output: statusOutput,
    writes: true,
    run: async ({ fingerprint: name, ...change }) => {
      const { status } = await api.post<FindingDetail>(`findings/${name}/status`, { ...change, by: "mcp" });
      return { answer: { fingerprint: name, status }, text: `${name} is ${status}.` };
    },
  });
}
