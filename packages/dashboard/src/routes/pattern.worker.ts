import { linesMatching } from "./pattern.ts";

/** Runs beside the page, so that a pattern without an end can be ended from outside. */
const scope = globalThis as unknown as Pick<Worker, "postMessage" | "addEventListener">;

scope.addEventListener("message", (event) => {
  const { pattern, lines } = (event as MessageEvent<{ readonly pattern: string; readonly lines: string }>).data;
  scope.postMessage(linesMatching(pattern, lines), []);
});
