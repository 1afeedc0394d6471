import { describe, expect, it } from "vitest";
import { readOptions } from "./options.ts";

describe("readOptions", () => {
  it("knows the ports everyone expects, and takes others from the environment", () => {
    const { ports } = readOptions([], {});
    expect(ports).toEqual({ backend: 4200, "next-app": 3100, "sveltekit-app": 3200, collector: 4318 });
    expect(readOptions([], { WEIR_EXAMPLE_NEXT_PORT: "8080" }).ports["next-app"]).toBe(8080);
  });

  it("stops by itself when the flag or the variable says so", () => {
    expect(readOptions([], {}).once).toBe(false);
    expect(readOptions(["--once"], {}).once).toBe(true);
    expect(readOptions([], { WEIR_START_ONCE: "1" }).once).toBe(true);
  });

  it("runs the Next.js app on the agent's own SDK unless told otherwise", () => {
    expect(readOptions([], {}).nextSdk).toBe("weir");
    expect(readOptions([], { WEIR_EXAMPLE_OTEL: "vercel" }).nextSdk).toBe("vercel");
    expect(() => readOptions([], { WEIR_EXAMPLE_OTEL: "other" })).toThrow("WEIR_EXAMPLE_OTEL=other");
  });

  it("refuses a flag it does not know and a value that is no number", () => {
    expect(() => readOptions(["--twice"], {})).toThrow("--twice");
    expect(() => readOptions([], { WEIR_PORT: "web" })).toThrow("WEIR_PORT=web");
  });
});
