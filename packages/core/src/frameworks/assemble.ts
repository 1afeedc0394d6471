import type { Request } from "../model/request.ts";
import type { Span } from "../model/span.ts";
import { layCalls } from "./calls.ts";
import { readEvidence } from "./evidence-operations.ts";
import { foldClients } from "./fold-clients.ts";
import type { FrameworkReader } from "./framework-reader.ts";
import { joinOperations } from "./join-operations.ts";
import { linkedTraces } from "./linked-traces.ts";
import { findRoots } from "./roots.ts";
import { SpanTree } from "./span-tree.ts";

/**
 * The requests of one (trace, process), from all of its spans in any order. Never throws on what a sender can send;
 * spans beyond 10,000 are left out and counted in `droppedCalls`.
 */
export function assembleRequests(spans: readonly Span[]): readonly Request[] {
  const tree = new SpanTree(spans);
  const requests: Request[] = [];
  for (const { root, reader, below } of findRoots(tree)) requests.push(assembleOne(root, reader, below, tree));
  return requests;
}

function assembleOne(root: Span, reader: FrameworkReader, below: readonly Span[], tree: SpanTree): Request {
  const facts = reader.describe(root, below);
  const evidence = readEvidence(below);
  const { drafts, shared } = foldClients(below, tree);
  const joined = joinOperations(drafts, evidence.operations, shared);
  const { calls, dropped } = layCalls(joined, { root, reader, tree, end: facts.end, start: facts.start });
  const { service, env, version, instance } = root.resource;
  const links = linkedTraces(root, below);
  return {
    traceId: root.traceId,
    spanId: root.spanId,
    service,
    env,
    ...(version === undefined ? {} : { version }),
    ...(instance === undefined ? {} : { instance }),
    framework: reader.name,
    ...facts,
    calls,
    ...(links.length === 0 ? {} : { links }),
    spans: below.length,
    droppedCalls: evidence.dropped + dropped + tree.dropped,
    recorded: evidence.recorded,
    ...(evidence.principal === undefined ? {} : { principal: evidence.principal }),
    ...(evidence.inboundHash === undefined ? {} : { inboundHash: evidence.inboundHash }),
  };
}
