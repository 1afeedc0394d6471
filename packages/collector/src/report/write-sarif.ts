import { FINDING_KINDS, type FindingDetail, type FindingKind, type Site } from "@weir/core";
import { VERSION } from "../version.ts";
import { relationText } from "./finding-lines.ts";
import { savedText, titleText } from "./finding-words.ts";
import type { GateReport, ReportedFinding } from "./gate-report.ts";
import { relationOf } from "./call-relation.ts";
import type { ReportOptions } from "./report-options.ts";
import { replacementsOf } from "./patch-replacements.ts";
import { visibleText } from "./visible-text.ts";

const RULES: Readonly<Record<FindingKind, { readonly name: string; readonly about: string; readonly help: string }>> = {
  serial: {
    name: "AwaitsInARow",
    about: "Calls are awaited one after another although the later one needs nothing from the earlier",
    help: "Start both before awaiting either: const a = getA(); const b = getB(); await a; await b; – or Promise.all.",
  },
  loop: {
    name: "SerialLoop",
    about: "A loop awaits one call per turn although the turns need nothing from each other",
    help: "Ask for several items at a time, or for all in one request.",
  },
  barrier: {
    name: "Barrier",
    about: "A call waits for a whole group of calls and needs only part of it",
    help: "Chain the call onto the one it needs instead of awaiting the group first.",
  },
  "parent-child": {
    name: "NestedBehindAnAwait",
    about: "A component or child load starts its call only after its parent's await",
    help: "Start the call in the parent, or before the parent's data is awaited.",
  },
  "hook-sequence": {
    name: "HooksInARow",
    about: "Hooks that need nothing from each other run one after the other",
    help: "Run them together: parallel(...) of @weir/agent/sveltekit.",
  },
  "late-await": {
    name: "AwaitedTooEarly",
    about: "A value is awaited before it is needed, and other calls wait for it",
    help: "Move the await down to where the value is used.",
  },
};

/** GitHub takes at most so many results of one run, and shows fewer. */
const MOST_RESULTS = 5_000;
const MOST_STEPS = 50;

/** SARIF 2.1.0, in English as code scanning expects it. */
export function writeSarif(report: GateReport, { mapPath }: ReportOptions): string {
  const results = report.findings
    .filter(({ state }) => state !== "small" && state !== "too-few")
    .slice(0, MOST_RESULTS)
    .map((item) => resultOf(item, mapPath));
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "Weir",
            semanticVersion: VERSION,
            rules: FINDING_KINDS.map((kind) => ({
              id: `weir/${kind}`,
              name: RULES[kind].name,
              shortDescription: { text: RULES[kind].about },
              fullDescription: { text: RULES[kind].about },
              help: { text: RULES[kind].help },
              defaultConfiguration: { level: "warning" },
              properties: { tags: ["performance", "latency"] },
            })),
          },
        },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { ROOT: { description: { text: "The root of the repository" } } },
        results,
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

type MapPath = ReportOptions["mapPath"];

function resultOf({ finding, level, state, reason }: ReportedFinding, mapPath: MapPath): object {
  const place = locationOf(finding.place, mapPath);
  const flow = codeFlow(finding, mapPath);
  const fix = fixOf(finding, mapPath);
  const related = finding.calls.slice(0, MOST_STEPS).flatMap((site, id) => {
    const location = locationOf(site, mapPath);
    return location === undefined ? [] : [{ id, ...location, message: { text: visibleText(site.call, 160) } }];
  });
  return {
    ruleId: `weir/${finding.kind}`,
    ruleIndex: FINDING_KINDS.indexOf(finding.kind),
    level: level === "error" ? "error" : level === "warn" ? "warning" : "note",
    message: {
      text: `${titleText(finding, "en")} – ${savedText(finding, "en")} on ${finding.routes
        .slice(0, 3)
        .map((route) => visibleText(route, 80))
        .join(", ")}.`,
    },
    locations: place === undefined ? [] : [place],
    ...(related.length === 0 ? {} : { relatedLocations: related }),
    ...(flow === undefined ? {} : { codeFlows: [flow] }),
    ...(fix === undefined ? {} : { fixes: [fix] }),
    partialFingerprints: { "weirFinding/v1": finding.fingerprint },
    ...(state === "known"
      ? { baselineState: "unchanged" }
      : state === "worse"
        ? { baselineState: "updated" }
        : state === "new"
          ? { baselineState: "new" }
          : {}),
    ...(state === "accepted" ? { suppressions: [{ kind: "external", justification: reason ?? "" }] } : {}),
    properties: {
      tier: finding.tier,
      savedMs: finding.saved.p50,
      requests: finding.requests,
      routes: finding.routes.map((route) => visibleText(route, 200)),
    },
  };
}

/** The chain as it ran: one step per call, with its times and what it needs. */
function codeFlow(finding: FindingDetail, mapPath: MapPath): object | undefined {
  const { timeline } = finding;
  if (timeline === undefined) return undefined;
  const own = timeline.whatIf.findings.find(({ fingerprint }) => fingerprint === finding.fingerprint)?.calls;
  const steps = timeline.calls
    .filter(({ index }) => own === undefined || own.includes(index))
    .slice(0, MOST_STEPS)
    .flatMap((call) => {
      const location = locationOf(call.site, mapPath);
      if (location === undefined) return [];
      const relation = relationOf(timeline, call.index, "en");
      const needs = relation === undefined ? "" : `, ${relationText(relation, "en")}`;
      const text = `${call.index + 1}. ${visibleText(call.call, 120)}: ${Math.round(call.start)}–${Math.round(call.end)} ms${needs}`;
      return [{ location: { ...location, message: { text } }, executionOrder: call.index + 1 }];
    });
  return steps.length === 0 ? undefined : { threadFlows: [{ locations: steps }] };
}

function fixOf(finding: FindingDetail, mapPath: MapPath): object | undefined {
  if (finding.patch === undefined || finding.patch === "") return undefined;
  const changes = replacementsOf(finding.patch).flatMap(({ file, replacements }) => {
    const uri = mapPath(file);
    return uri === undefined ? [] : [{ artifactLocation: { uri: encodeURI(uri), uriBaseId: "ROOT" }, replacements }];
  });
  return changes.length === 0
    ? undefined
    : { description: { text: "Start the calls together" }, artifactChanges: changes };
}

function locationOf(site: Site | undefined, mapPath: MapPath): { physicalLocation: object } | undefined {
  const uri = site?.file === undefined ? undefined : mapPath(site.file);
  if (uri === undefined || site === undefined) return undefined;
  const region = {
    startLine: Math.max(1, site.line ?? 1),
    ...(site.column === undefined ? {} : { startColumn: Math.max(1, site.column) }),
  };
  return { physicalLocation: { artifactLocation: { uri: encodeURI(uri), uriBaseId: "ROOT" }, region } };
}
