export * from "./evidence-span.ts";
export * from "./hello.ts";
export * from "./source-upload.ts";
