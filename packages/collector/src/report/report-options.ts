import type { Language } from "@weir/core/messages";

export interface ReportOptions {
  readonly language: Language;
  /** Turns a path of the build into one of the repository; `undefined` for files outside it. */
  readonly mapPath: (path: string) => string | undefined;
}
