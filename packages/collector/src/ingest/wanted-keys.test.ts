import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { EVIDENCE, OPERATION } from "@weir/core/wire";
import { describe, expect, it } from "vitest";
import { isFrameworkKey, wantsEventKey, wantsSpanKey } from "./wanted-keys.ts";

const CORE = fileURLToPath(new URL("../../../core/src/", import.meta.url));

/** Attribute names that core's source asks spans for; its sentences read catalogues, not spans. */
function namesCoreReads(): string[] {
  const files = readdirSync(CORE, { recursive: true, encoding: "utf8" }).filter((name) =>
    /^(?!messages\b).*(?<!\.test)\.ts$/.test(name),
  );
  const names = files.flatMap((name) => {
    const source = readFileSync(CORE + name, "utf8");
    const calls = source.matchAll(/\b(?:textOf|numberOf|flagOf|firstText)\(([^)]*)\)/g);
    return [...calls].flatMap(([, list = ""]) => [...list.matchAll(/"([\w.]+)"/g)].map(([, key = ""]) => key));
  });
  return [...new Set(names)];
}

describe("wanted keys", () => {
  it("are all those that core reads", () => {
    const names = namesCoreReads();
    expect(names.length).toBeGreaterThan(40);
    expect(names.filter((name) => !wantsSpanKey(name))).toEqual([]);
  });

  it("are all those of the agent's evidence", () => {
    expect(Object.values(EVIDENCE).filter((name) => !wantsSpanKey(name))).toEqual([]);
    expect(Object.values(OPERATION).filter((name) => !wantsEventKey(name))).toEqual([]);
  });

  it("are none that exist to hold values", () => {
    const values = [
      "url.query",
      "db.query.parameter.0",
      "db.connection_string",
      "db.user",
      "http.request.header.authorization",
      "http.response.header.set-cookie",
      "exception.message",
      "enduser.id",
      "graphql.document",
      "messaging.message.id",
      "next.span_name",
      "sveltekit.load.result.message",
      "sveltekit.handle.root.result.location",
      `sveltekit.${"x".repeat(200)}.result.type`,
    ];
    expect(values.filter((key) => wantsSpanKey(key) || wantsEventKey(key) || isFrameworkKey(key))).toEqual([]);
  });
});
