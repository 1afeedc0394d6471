/**
 * `THIRD-PARTY-NOTICES.md`: whose code comes along, and under which licence. Fails when a licence is not allowed or the
 * file is not fresh; with `--write` it is written. What is in the pages is told by their build, so build them first.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { isAllowed } from "./notices/foreign-package.ts";
import { installedPackages } from "./notices/installed-packages.ts";
import { noticesText } from "./notices/notices-text.ts";

const root = resolve(import.meta.dirname, "..");
/** `pack-dashboard.ts` puts a copy into the package that holds the pages. */
const file = join(root, "THIRD-PARTY-NOTICES.md");

const tools = installedPackages("@weir/dashboard", true);
const bundled = JSON.parse(
  readFileSync(join(root, "packages/dashboard/node_modules/.cache/bundled.json"), "utf8"),
) as readonly string[];
const sections = [
  {
    title: "In the pages",
    says: "Part of the files that `@weir/collector` serves.",
    packages: bundled.map((name) => {
      const found = tools.get(name);
      if (found === undefined)
        throw new Error(`${name} is in the pages and not among what the dashboard is built with`);
      return found;
    }),
  },
  {
    title: "Beside the collector",
    says: "Installed with `@weir/collector`, and part of its container image.",
    packages: [...installedPackages("@weir/collector").values()],
  },
  {
    title: "Beside the agent",
    says: "Installed with `@weir/agent`.",
    packages: [...installedPackages("@weir/agent").values()],
  },
];

const refused = sections.flatMap(({ packages }) => packages).filter(({ license }) => !isAllowed(license));
for (const { name, license } of refused) console.error(`${name}: ${license} is not among the licences we ship`);
if (refused.length > 0) process.exit(1);

const text = noticesText(sections);
if (process.argv.includes("--write")) writeFileSync(file, text);
if (!existsSync(file) || readFileSync(file, "utf8") !== text) {
  console.error("THIRD-PARTY-NOTICES.md does not say what is installed: npm run notices");
  process.exit(1);
}
console.log(
  `notices: ${sections.map(({ title, packages }) => `${title.toLowerCase()} ${packages.length}`).join(", ")}`,
);
