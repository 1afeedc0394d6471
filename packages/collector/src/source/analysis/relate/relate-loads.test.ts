import { describe, expect, it } from "vitest";
import { related } from "./testing/cases.ts";
import { relationIn } from "./testing/fixture.ts";

const BACKEND = `
// @file src/lib/server/backend.ts
import { error } from "@sveltejs/kit";
export async function getJson(event, path) {
  const response = await /*AB*/event.fetch("http://backend" + path);
  if (!response.ok) error(502, path);
  return response.json();
}
export const getTeam = (event, id) => /*A1*/getJson(event, "/teams/" + id);
export const getBoard = (event, id) => /*B1*/getJson(event, "/boards/" + id);
export const getNews = (event) => getJson(event, "/news");
`;

const loads = (layout: string, page: string, more = "", pageFile = "+page.server.ts"): string => `
// @file src/routes/team/[team]/+layout.server.ts
import { error, redirect } from "@sveltejs/kit";
import { getTeam } from "$lib/server/backend";
export const load: LayoutServerLoad = async (event) => {
  ${layout}
};
// @file src/routes/team/[team]/board/${pageFile}
import { getBoard, getNews } from "$lib/server/backend";
export const load: PageServerLoad = async (event) => {
  ${page}
};
${more}
// @file vite.config.ts
export default {};
${BACKEND}`;

const TEAM = "const team = await /*A2*/getTeam(event, event.params.team); return { team };";

describe("a layout's load and the page's", () => {
  related({
    "parent() awaited first, used only for show": {
      expected: "independent",
      kind: "parent-child",
      code: loads(
        TEAM,
        'const { team } = await event.parent(); const board = await /*B2*/getBoard(event, "main"); return { board, title: team.title };',
      ),
    },
    "parent() used for the question": {
      expected: "data",
      code: loads(
        TEAM,
        "const { team } = await event.parent(); const board = await /*B2*/getBoard(event, team.boardId); return { board };",
      ),
    },
    "parent() used for a condition": {
      expected: "guard",
      code: loads(
        TEAM,
        'const { team } = await event.parent(); if (!team.open) return {}; const board = await /*B2*/getBoard(event, "main"); return { board };',
      ),
    },
    "parent() awaited later": {
      expected: "parallel",
      code: loads(
        TEAM,
        'const board = await /*B2*/getBoard(event, "main"); const { team } = await event.parent(); return { board, title: team.title };',
      ),
    },
    "no parent() at all": {
      expected: "parallel",
      code: loads(TEAM, 'return { board: await /*B2*/getBoard(event, "main") };'),
    },
    "parent() beside the question": {
      expected: "parallel",
      code: loads(
        TEAM,
        'const [{ team }, board] = await Promise.all([event.parent(), /*B2*/getBoard(event, "main")]); return { board, title: team.title };',
      ),
    },
    "a layout that turns away, with parent()": {
      expected: "guard",
      code: loads(
        'const team = await /*A2*/getTeam(event, event.params.team); if (team.closed) redirect(303, "/"); return { team };',
        'await event.parent(); const board = await /*B2*/getBoard(event, "main"); return { board };',
      ),
    },
    "a layout that turns away, without": {
      expected: "parallel",
      code: loads(
        'const team = await /*A2*/getTeam(event, event.params.team); if (team.closed) redirect(303, "/"); return { team };',
        'return { board: await /*B2*/getBoard(event, "main") };',
      ),
    },
    "a layout in between that turns away": {
      expected: "guard",
      code: loads(
        TEAM,
        'await event.parent(); const board = await /*B2*/getBoard(event, "main"); return { board };',
        `
// @file src/routes/team/[team]/board/+layout.server.ts
import { error } from "@sveltejs/kit";
export const load = async ({ parent }) => { const { team } = await parent(); if (!team.hasBoard) error(404, "no board"); return {}; };
`,
      ),
    },
    "a layout in between that passes it on under another name": {
      expected: "data",
      code: loads(
        TEAM,
        "const { boardId } = await event.parent(); const board = await /*B2*/getBoard(event, boardId); return { board };",
        `
// @file src/routes/team/[team]/board/+layout.server.ts
export const load = async ({ parent }) => { const { team } = await parent(); return { boardId: team.boardId }; };
`,
      ),
    },
    "a universal load": {
      expected: "unknown",
      code: loads(
        TEAM,
        'await event.parent(); const board = await /*B2*/getBoard(event, "main"); return { board };',
        "",
        "+page.ts",
      ),
    },
    "a universal load that uses it": {
      expected: "data",
      code: loads(
        TEAM,
        "const { team } = await event.parent(); const board = await /*B2*/getBoard(event, team.boardId); return { board };",
        "",
        "+page.ts",
      ),
    },
    "left in the locals": {
      expected: "needed",
      code: loads(
        "const team = await /*A2*/getTeam(event, event.params.team); event.locals.team = team; return {};",
        "await event.parent(); return { board: await /*B2*/getBoard(event, event.locals.team.boardId) };",
      ),
    },
    "a layout that streams the answer": {
      expected: "needed",
      code: loads(
        "return { team: /*A2*/getTeam(event, event.params.team), now: 1 };",
        "const { team } = await event.parent(); const { boardId } = await team; return { board: await /*B2*/getBoard(event, boardId) };",
      ),
    },
    "a layout that streams the answer to someone else": {
      expected: "parallel",
      code: loads(
        "return { team: /*A2*/getTeam(event, event.params.team), now: 1 };",
        'const { now } = await event.parent(); return { now, board: await /*B2*/getBoard(event, "main") };',
      ),
    },
  });

  it("knows nothing where a layout between may be missing", () => {
    const body = 'await event.parent(); const board = await /*B2*/getBoard(event, "main"); return { board };';
    const fact = relationIn(loads(TEAM, body).replace("vite.config.ts", "other.ts"));
    expect(fact).toMatchObject({ relation: "unknown", reason: "source.layouts-not-seen" });
  });

  it("knows that none is, once it was told which loads ran", () => {
    const body = 'await event.parent(); const board = await /*B2*/getBoard(event, "main"); return { board };';
    const text = loads(TEAM, body).replace("vite.config.ts", "other.ts");
    const ran = ["src/routes/team/[team]/+layout.server.ts", "src/routes/team/[team]/board/+page.server.ts"];
    expect(relationIn(text, { loads: ran })).toMatchObject({ relation: "independent" });
    const between = "src/routes/team/[team]/board/+layout.server.ts";
    expect(relationIn(text, { loads: [...ran, between] })).toMatchObject({ reason: "source.layouts-not-seen" });
    const last = ran.slice(-1);
    expect(relationIn(text, { loads: last })).toMatchObject({ reason: "source.layouts-not-seen" });
  });

  it("puts the place in the page's load", () => {
    const fact = relationIn(
      loads(TEAM, 'await event.parent(); const board = await /*B2*/getBoard(event, "main"); return { board };'),
    );
    expect(fact).toMatchObject({
      reason: "source.unused-by-child",
      activation: "distinct",
      place: { file: "src/routes/team/[team]/board/+page.server.ts", function: "load" },
    });
  });
});
