/** A package of other people that comes along with one of ours. */
export interface ForeignPackage {
  readonly name: string;
  readonly versions: readonly string[];
  /** SPDX expression. */
  readonly license: string;
  /** Of the licence file it brings; empty where it brings none. */
  readonly text: string;
}

/** Licences that ask for nothing but their text to come along. Anything else needs a decision first. */
const ALLOWED = new Set(["0BSD", "Apache-2.0", "BlueOak-1.0.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"]);

/** Of `A OR B` one is enough, of `A AND B` all are needed. */
export function isAllowed(license: string): boolean {
  return license
    .replaceAll(/[()]/g, "")
    .split(" OR ")
    .some((choice) => choice.split(" AND ").every((one) => ALLOWED.has(one.trim())));
}

/** Packages with a program for one system each are one: which of them is installed depends on who asks. */
export function withoutPlatform(name: string): string {
  return name.replace(/-(?:linux|darwin|win32|freebsd|android|openharmony|wasm32)-[\w-]+$/, "-*");
}
