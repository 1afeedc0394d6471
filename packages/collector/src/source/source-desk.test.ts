import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Frame } from "@weir/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sourceMap } from "./maps/testing/source-map.ts";
import type { Build } from "./port.ts";
import { SourceDesk } from "./source-desk.ts";

const build: Build = { service: "shop", env: "dev", version: "" };

let folder = "";
let desk: SourceDesk;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "weir-desk-"));
  desk = new SourceDesk({ folder, roots: [] });
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const before = `export async function GET() {
  const user = await fetch("http://auth/me").then((answer) => answer.json());
  return await fetch("http://orders/" + user.id);
}
`;
const after = `export async function GET() {
  const user = await fetch("http://auth/me").then((answer) => answer.json());
  return await fetch("http://orders/all");
}
`;

/** A chunk of one line per source line, columns unchanged. */
function putChunk(path: string, text: string): void {
  const mappings = text.split("\n").flatMap((line, index) =>
    Array.from({ length: line.length }, (_letter, column) => ({
      line: index + 1,
      column: column + 1,
      source: 0,
      originalLine: index + 1,
      originalColumn: column + 1,
    })),
  );
  const map = sourceMap({ sources: ["/app/src/route.js"], contents: [text], mappings });
  desk.put(build, [{ path, root: "/app", map }]);
}

function framesOf(path: string, line: number, column: number): readonly Frame[] {
  return desk.frames(build, [`Error\n    at a (${path}:${line}:${column})`])[0] ?? [];
}

describe("source desk", () => {
  it("names functions as the source does", () => {
    putChunk("/app/.next/a1.js", before);
    expect(framesOf("/app/.next/a1.js", 2, 22)).toEqual([
      { file: "src/route.js", line: 2, column: 22, async: false, mapped: true, function: "GET" },
    ]);
  });

  it("leaves out packages, also where their maps lead to sources of their own", () => {
    putChunk("/app/node_modules/next/dist/server.js", before);
    expect(framesOf("/app/node_modules/next/dist/server.js", 2, 22)).toEqual([]);
    expect(framesOf("node:internal/process/task_queues", 95, 5)).toEqual([]);
  });

  it("leaves a frame as it is when no map is known", () => {
    expect(framesOf("/app/.next/zz.js", 1, 5)).toMatchObject([{ file: "/app/.next/zz.js", mapped: false }]);
  });

  it("reads the source as it was when the frames were built, not as it is after an edit", () => {
    putChunk("/app/.next/a1.js", after);
    const from = framesOf("/app/.next/a1.js", 2, 22);
    const to = framesOf("/app/.next/a1.js", 3, 16);
    putChunk("/app/.next/a2.js", before);
    expect(desk.facts(build, [{ from, to }])[0]?.relation).toBe("independent");
    const advice = desk.advice(build, { kind: "serial", calls: [from, to], startTogether: [], after: [] });
    expect(advice.code[0]?.lines.join("\n")).toContain("orders/all");
  });

  it("says nothing of two frames of one file that were not built together", () => {
    putChunk("/app/.next/a1.js", before);
    const from = framesOf("/app/.next/a1.js", 2, 22);
    putChunk("/app/.next/a2.js", after);
    const to = framesOf("/app/.next/a2.js", 3, 16);
    expect(desk.facts(build, [{ from, to }])[0]).toMatchObject({ relation: "unknown", reason: "source.stale" });
  });
});
