import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { assembleRequests } from "@weir/core";
import { expect, it } from "vitest";
import { readSpans } from "./protobuf/read-spans.ts";

/** What real apps sent, with the agents and frameworks of their day. Add folders; none is ever recorded anew. */
const traces = join(import.meta.dirname, "../../../../fixtures/traces");

it.each(readdirSync(traces))("what agents beside %s sent is read with all its evidence", (app) => {
  for (const file of readdirSync(join(traces, app))) {
    const { spans, rejected } = readSpans(gunzipSync(readFileSync(join(traces, app, file))));
    expect([file, rejected.size]).toEqual([file, 0]);
    const requests = assembleRequests(spans);
    const slugs = requests.map(({ method, route }) =>
      `${method} ${route}`
        .toLowerCase()
        .match(/[a-z0-9]+/g)
        ?.join("-"),
    );
    expect(slugs).toEqual([file.replace(".pb.gz", "")]);
    const calls = requests.flatMap((request) => request.calls);
    expect(calls.length).toBeGreaterThan(0);
    // Of every call the agent told exact times, the place, and what it waited for.
    const told = calls.filter((call) => call.exact && call.frames.length > 0 && call.lineage !== undefined);
    expect([file, told.length]).toEqual([file, calls.length]);
  }
});
