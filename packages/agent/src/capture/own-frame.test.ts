import { describe, expect, it } from "vitest";
import { ProxyTracerProvider, type Tracer } from "@opentelemetry/api";
import { LazyTracerProvider } from "../lazy-provider.ts";
import { guarded } from "../guard.ts";
import { isOwnFrame } from "./own-frame.ts";

function framesHere(): string[] {
  return (new Error("here").stack ?? "")
    .split("\n")
    .slice(1)
    .map((line) => line.trim());
}

describe("a frame of the agent", () => {
  it("is known by where the package lies, and one of the app around it is not", () => {
    const frames = guarded("stack", framesHere) ?? [];
    const own = frames.filter(isOwnFrame);
    expect(own.some((frame) => frame.includes("guard.ts"))).toBe(true);
    expect(frames.filter((frame) => !isOwnFrame(frame)).some((frame) => frame.includes("node_modules"))).toBe(true);
    expect(isOwnFrame("at GET (/app/src/capture/http-server.ts:1:2)")).toBe(false);
    expect(isOwnFrame("at GET (/app/guard.ts:1:2)")).toBe(false);
  });

  it("does not stand below what runs in a span, where the agent holds the provider's place", () => {
    const lazy = new LazyTracerProvider();
    const tracer = lazy.getTracer("framework");
    const run = (): string[] => tracer.startActiveSpan("before", framesHere);
    expect(run().length).toBeGreaterThan(0);
    lazy.delegate = new ProxyTracerProvider();
    const frames = run();
    expect(frames.filter((frame) => frame.includes("lazy-provider"))).toEqual([]);
    const late = new LazyTracerProvider();
    // As Next.js does: read while the place is held, called when the provider is there.
    const read = late.getTracer("framework").startActiveSpan;
    late.delegate = new ProxyTracerProvider();
    const bundled = read("late", framesHere).filter((frame) => frame.includes("weirOwnFrame"));
    expect(bundled.map(isOwnFrame)).toEqual([true]);
    expect(isOwnFrame("at Object.weirOwnFrame [as startActiveSpan] (/app/.next/server/chunks/1.js:1:2)")).toBe(true);
    const real: Tracer = lazy.delegate.getTracer("framework");
    expect(tracer.startSpan("a").spanContext()).toEqual(real.startSpan("a").spanContext());
  });
});
