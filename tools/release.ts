/**
 * Publishes what the registry does not have yet, with provenance; `--dry-run` says what that would be. Runs in the release
 * workflow, whose identity npm trusts: nobody has a token. npm compares the repository in the manifest with the one the
 * workflow runs in, so it is written there from the workflow's own environment.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
/** What others need comes first. */
const PACKAGES = ["core", "agent", "collector"];
const dryRun = process.argv.includes("--dry-run");
const server = process.env["GITHUB_SERVER_URL"];
const repository = process.env["GITHUB_REPOSITORY"];

if (!dryRun && (server === undefined || repository === undefined)) {
  console.error("release: runs in the release workflow; try --dry-run");
  process.exit(2);
}

for (const name of PACKAGES) {
  const folder = join(root, "packages", name);
  const { name: full, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    name: string;
    version: string;
  };
  if (isPublished(full, version)) {
    console.log(`release: ${full}@${version} is there`);
    continue;
  }
  console.log(`release: ${full}@${version}${dryRun ? " would be published" : ""}`);
  if (dryRun) continue;
  npm(folder, "pkg", "set", `repository.type=git`, `repository.url=git+${server}/${repository}.git`);
  npm(folder, "pkg", "set", `repository.directory=packages/${name}`);
  npm(folder, "publish", "--provenance", "--access", "public");
}

/** Only a clear "not there" leads to a try; a registry that cannot be asked ends the release. */
function isPublished(name: string, version: string): boolean {
  const { status, stdout, stderr } = spawnSync("npm", ["view", `${name}@${version}`, "version", "--json"], {
    encoding: "utf8",
  });
  if (status === 0) return stdout.trim() !== "";
  if (`${stdout}${stderr}`.includes("E404")) return false;
  throw new Error(`npm view ${name}@${version}: ${stderr}`);
}

function npm(folder: string, ...args: readonly string[]): void {
  execFileSync("npm", args, { cwd: folder, stdio: "inherit" });
}
