import type { Target } from "./engine/target.ts";

/** Everything that reads what strangers write, loaded when it is asked for. */
export const TARGETS = {
  "otlp-protobuf": async (): Promise<Target> => (await import("./targets/otlp.ts")).otlpProtobuf(),
  "otlp-json": async (): Promise<Target> => (await import("./targets/otlp.ts")).otlpJson(),
  "source-maps": async (): Promise<Target> => (await import("./targets/source-maps.ts")).sourceMaps(),
  source: async (): Promise<Target> => (await import("./targets/source.ts")).source(),
  texts: async (): Promise<Target> => (await import("./targets/texts.ts")).texts(),
  rules: async (): Promise<Target> => (await import("./targets/rules.ts")).rules(),
  imports: async (): Promise<Target> => (await import("./targets/imports.ts")).imports(),
} as const;

export type TargetName = keyof typeof TARGETS;
