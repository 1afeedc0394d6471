import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { context, trace } from "@opentelemetry/api";
import { registerOTel } from "@vercel/otel";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { LazyTracerProvider } from "./lazy-provider.ts";
import { registerWeir, weirSpanProcessor, withWeir } from "./next.ts";
import { weirStatus } from "./status.ts";

const here = dirname(fileURLToPath(import.meta.url));

/** Modules a bundler must put beside `file` because they are imported statically and not for types alone. */
function reachable(file: string, seen = new Map<string, string[]>()): Map<string, string[]> {
  if (seen.has(file)) return seen;
  const text = readFileSync(file, "utf8");
  const imports = [...text.matchAll(/^(?:import|export)\s(?!type\b)[^;]*?from "([^"]+)";/gms)]
    .filter(([statement]) => !/^(?:import|export) \{\s*(?:type [^,}]+,?\s*)+\}/s.test(statement))
    .map(([, specifier]) => specifier ?? "");
  seen.set(file, imports);
  for (const specifier of imports) if (specifier.startsWith(".")) reachable(join(dirname(file), specifier), seen);
  return seen;
}

afterEach(() => {
  delete process.env["NEXT_RUNTIME"];
});

describe("in the edge runtime", () => {
  it("reaches nothing but the OpenTelemetry API from the entry point", () => {
    const modules = reachable(join(here, "next.ts"));
    const outside = [...modules.values()].flat().filter((specifier) => !specifier.startsWith("."));
    expect(new Set(outside)).toEqual(new Set(["@opentelemetry/api"]));
    expect(modules.size).toBe(4);
  });

  it("sees through the check that finds this", () => {
    const outside = [...reachable(join(here, "next-node.ts")).values()].flat();
    expect(outside.some((specifier) => specifier.startsWith("node:"))).toBe(true);
  });

  it("does nothing", async () => {
    process.env["NEXT_RUNTIME"] = "edge";
    const before = globalThis.fetch;
    const configuration = { serviceName: "shop", instrumentations: ["fetch" as const] };
    expect(withWeir(configuration)).toBe(configuration);
    weirSpanProcessor();
    await registerWeir().shutdown();
    expect(globalThis.fetch).toBe(before);
    expect(weirStatus().running).toBe(false);
  });
});

describe("a tracer whose provider is still being loaded", () => {
  it("records nothing, and everything once the provider is there", () => {
    const lazy = new LazyTracerProvider();
    const tracer = lazy.getTracer("x");
    expect(tracer.startSpan("early").isRecording()).toBe(false);
    expect(tracer.startActiveSpan("early", (span) => span.isRecording())).toBe(false);
    const real = trace.wrapSpanContext({ traceId: "1".repeat(32), spanId: "2".repeat(16), traceFlags: 1 });
    lazy.delegate = {
      getTracer: () => ({
        startSpan: () => real,
        startActiveSpan: (...args: unknown[]) => (args.at(-1) as (span: unknown) => unknown)(real) as never,
      }),
    };
    expect(tracer.startSpan("late")).toBe(real);
    expect(tracer.startActiveSpan("late", {}, context.active(), (span) => span)).toBe(real);
  });
});

describe("with @vercel/otel", () => {
  beforeAll(() => {
    process.env["WEIR_DISABLED"] = "true"; // what is configured is looked at, nothing is to run
  });

  it("adds the processor, keeps the app's own, and takes its fetch instrumentation out", () => {
    process.env["NEXT_RUNTIME"] = "nodejs";
    const own = { instrumentationName: "own" };
    const processors = [weirSpanProcessor()];
    const configured = withWeir({
      serviceName: "shop",
      spanProcessors: processors,
      instrumentations: ["fetch", own, { instrumentationName: "@vercel/otel/fetch" }],
    });
    expect(configured.serviceName).toBe("shop");
    expect(configured.instrumentations).toEqual([own]);
    expect(configured.spanProcessors).toHaveLength(2);
    expect(configured.spanProcessors[0]).toBe(processors[0]);
    const plain = withWeir({ serviceName: "shop" }) as { spanProcessors?: unknown[]; instrumentations?: unknown[] };
    expect(plain.spanProcessors?.[0]).toBe("auto");
    expect(plain.instrumentations).toEqual([]);
  });

  it("fits what registerOTel takes", () => {
    const use = (): void => registerOTel(withWeir({ serviceName: "shop", attributes: { team: "a" } }));
    expect(use).toBeTypeOf("function");
  });
});
