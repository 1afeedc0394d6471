/** What a stranger reads leads somewhere, and what it tells them to type exists. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { COMMAND_NAMES } from "./command.ts";
import { COMMON_FLAGS } from "./command-line.ts";
import { loadCommand } from "./run-cli.ts";

const ROOT = join(import.meta.dirname, "../../../..");
const PAGES = globSync(["*.md", "docs/**/*.md", "packages/*/README.md", "examples/README.md"], { cwd: ROOT });
const FENCED = /^```.*?^```$/gms;

const textOf = (page: string): string => readFileSync(join(ROOT, page), "utf8");

/** As GitHub names the anchor of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_\- ]/gu, "")
    .replaceAll(" ", "-");

function anchorsOf(page: string): readonly string[] {
  const prose = textOf(page).replaceAll(FENCED, "");
  return [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => anchorOf(heading));
}

function leadsNowhere(page: string, link: string): boolean {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? page : join(dirname(page), path);
  if (!existsSync(join(ROOT, target))) return true;
  return anchor !== undefined && target.endsWith(".md") && !anchorsOf(target).includes(anchor);
}

describe("guides", () => {
  it.each(PAGES)("%s leads to what is there", (page) => {
    const links = [
      ...textOf(page)
        .replaceAll(FENCED, "")
        .matchAll(/\]\(([^)\s]+)\)/g),
    ].map(([, link = ""]) => link);
    const own = links.filter((link) => !/^[a-z]+:/.test(link));
    expect(own.filter((link) => leadsNowhere(page, link))).toEqual([]);
  });

  it("tell of commands and flags that there are", async () => {
    const flags = new Map<string, ReadonlySet<string>>();
    for (const name of COMMAND_NAMES) {
      const command = await loadCommand(name);
      flags.set(name, new Set(Object.keys({ ...COMMON_FLAGS, ...command.flags })));
    }
    const unknown: string[] = [];
    let seen = 0;
    for (const page of PAGES) {
      for (const [typed, name = "", rest = ""] of textOf(page).matchAll(
        /(?:npx weir|^weir|`weir|\$ weir) ([a-z]+)((?:(?! -- |\n|`|\||#).)*)/gm,
      )) {
        seen += 1;
        const known = flags.get(name);
        const wrong = [...rest.matchAll(/ --([a-z-]+)/g)].filter(([, flag = ""]) => known?.has(flag) !== true);
        if (known === undefined || wrong.length > 0) unknown.push(`${page}: ${typed}`);
      }
    }
    expect(seen).toBeGreaterThan(40);
    expect(unknown).toEqual([]);
  });
});
