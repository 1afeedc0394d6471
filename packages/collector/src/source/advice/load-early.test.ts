import { describe, expect, it } from "vitest";
import { applyDiff } from "./testing/apply-diff.ts";
import { projectOf } from "../analysis/relate/testing/fixture.ts";
import { writePatch } from "./write-patch.ts";

const LAYOUT = "src/routes/team/[team]/+layout.server.ts";
const PAGE = "src/routes/team/[team]/members/+page.server.ts";

function patchedLoad(body: string): string {
  const page = `export const load: PageServerLoad = async (event) => {\n${body}\n};\n`;
  const files = new Map([
    [LAYOUT, "export const load = async (event) => ({ team: await getTeam(event) });\n"],
    [PAGE, page],
  ]);
  const frames = [
    [LAYOUT, files.get(LAYOUT)?.indexOf("getTeam") ?? 0, 1],
    [PAGE, page.indexOf("getMembers") - page.lastIndexOf("\n", page.indexOf("getMembers")) - 1, lineOf(page)],
  ] as const;
  const outcome = writePatch(projectOf(files), {
    kind: "parent-child",
    calls: frames.map(([file, column, line]) => [{ file, line, column: column + 1, async: true, mapped: true }]),
    startTogether: [[0, 1]],
    after: [],
  });
  if ("withheld" in outcome) return outcome.withheld;
  const after = applyDiff(page, outcome.patch);
  return after.slice(after.indexOf("{\n") + 2, after.lastIndexOf("\n};"));
}

function lineOf(page: string): number {
  return page.slice(0, page.indexOf("getMembers")).split("\n").length;
}

describe("a load behind parent()", () => {
  it("starts its own call first", () => {
    expect(
      patchedLoad(`  const { team } = await event.parent();
  const { members } = await getMembers(event);
  return { title: team.title, members };`),
    ).toBe(`  const membersPromise = (async () => getMembers(event))();
  membersPromise.catch(() => {});
  const { team } = await event.parent();
  const { members } = await membersPromise;
  return { title: team.title, members };`);
  });

  it.each([
    [
      "the call takes what parent() gave",
      "const { team } = await event.parent();\nconst { members } = await getMembers(team);",
    ],
    [
      "a condition on it stands between",
      "const { team } = await event.parent();\nif (!team) return {};\nconst m = await getMembers(event);",
    ],
    [
      "parent() is asked twice",
      "const a = await event.parent();\nconst b = await event.parent();\nconst m = await getMembers(event);",
    ],
    ["nobody asks parent()", "const m = await getMembers(event);"],
  ])("stays as it is: %s", (_name, body) => {
    expect(patchedLoad(body)).toMatch(/^advice\./);
  });
});
