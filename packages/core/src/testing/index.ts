export * from "./digest.ts";
export * from "./timeline.ts";
export * from "./trace-builder.ts";
