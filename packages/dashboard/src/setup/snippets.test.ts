import { describe, expect, it } from "vitest";
import { FRAMEWORKS, installLine, snippetsFor } from "./snippets.ts";

const origin = "http://localhost:4318";

describe("snippetsFor", () => {
  it("gives every framework something to copy", () => {
    for (const framework of FRAMEWORKS) {
      expect(snippetsFor(framework, origin).every((snippet) => snippet.code.endsWith("\n"))).toBe(true);
    }
  });

  it("tells SvelteKit 2's experimental flags from SvelteKit 3's option", () => {
    const kit2 = snippetsFor("kit2", origin).map((snippet) => snippet.file);
    const kit3 = snippetsFor("kit3", origin);
    expect(kit2).toEqual(["src/instrumentation.server.ts", "svelte.config.js"]);
    expect(kit3.at(-1)?.code).toContain("tracing: { server: true }");
    expect(kit3.some((snippet) => snippet.code.includes("experimental"))).toBe(false);
  });

  it("names the collector's address only where it is not the default one", () => {
    expect(snippetsFor("node", origin)[0]?.code).toBe("node --import @weir/agent/register server.js\n");
    expect(snippetsFor("node", "http://localhost:4400")[0]?.code).toMatch(
      /^OTEL_EXPORTER_OTLP_ENDPOINT=http:\/\/localhost:4400 /,
    );
  });
});

describe("installLine", () => {
  it("speaks each package manager's language", () => {
    expect(installLine("npm")).toBe("npm install @weir/agent @opentelemetry/api@1.9.1");
    expect(installLine("pnpm")).toMatch(/^pnpm add /);
  });
});
