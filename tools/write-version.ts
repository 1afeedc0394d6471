/** After `changeset version`: the places outside of manifests that say which version this is. A test and a check compare. */
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { VERSION_PLACES, withVersion } from "./publish/version-places.ts";

const root = resolve(import.meta.dirname, "..");
const { version } = JSON.parse(readFileSync(join(root, "packages/collector/package.json"), "utf8")) as {
  version: string;
};
for (const place of VERSION_PLACES) {
  const path = join(root, place);
  writeFileSync(path, withVersion(readFileSync(path, "utf8"), version));
}
console.log(`${version}: ${VERSION_PLACES.join(", ")}`);
