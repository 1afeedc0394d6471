import { readFileSync } from "node:fs";

/** Version of this package, as in its manifest; the manifest is one folder up from `src` and from `dist` alike. */
export const VERSION: string = readVersion();

function readVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string };
  return manifest.version;
}
