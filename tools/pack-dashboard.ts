/**
 * Puts the built dashboard into the collector's package, from where a packed collector serves it, and the notices of those
 * whose code it holds.
 */
import { cpSync, existsSync, rmSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const built = resolve(root, "packages/dashboard/dist");
const packed = resolve(root, "packages/collector/dashboard");

if (!existsSync(resolve(built, "index.html"))) {
  console.error("the dashboard is not built: run `npm run build` first");
  process.exit(1);
}
rmSync(packed, { recursive: true, force: true });
cpSync(built, packed, { recursive: true });
cpSync(resolve(root, "THIRD-PARTY-NOTICES.md"), resolve(packed, "../THIRD-PARTY-NOTICES.md"));
