import { describe, expect, it } from "vitest";
import { relatePair } from "./relate-pair.ts";
import { fixture, projectOf } from "./testing/fixture.ts";
import { related } from "./testing/cases.ts";

const ASK = `async function ask(path) { const r = await /*AB*/ fetch("http://u" + path); if (!r.ok) throw new Error(path); return r.json(); }`;
const OR_NOTHING = `async function orNothing(work) { try { return /*AB1*/ await work; } catch (error) { console.warn(error); throw error; } }`;

describe("functions that wait for a promise they are given", () => {
  related({
    "whose answer the next one is given": {
      expected: "data",
      code: `${ASK} ${OR_NOTHING} export async function GET() { const a = /*A2*/ await orNothing(ask("/a")); const b = /*B2*/ await orNothing(ask("/b/" + a.id)); return Response.json([a, b]); }`,
    },
    "and that keep what they waited for": {
      expected: "needed",
      code: `${ASK} let seen; async function kept(work) { seen = /*AB1*/ await work; return seen; } export async function GET() { const a = /*A2*/ await kept(ask("/a")); const b = /*B2*/ await kept(ask("/b?after=" + seen.id)); return Response.json([a, b]); }`,
    },
  });

  it.each([
    ["set anew", `work = fetch("http://u/seen", { method: "POST" });`],
    ["set anew by a loop", `for (work of [fetch("http://u/seen", { method: "POST" })]) console.log("seen");`],
  ])("does not take a promise that was %s for the one that was given", (_how, statement) => {
    const { relation } = waitingOnly(`async function last(work) { await work; ${statement} return /*A1*/ await work; }
export async function GET() { const a = /*A2*/ await last(fetch("http://u/a")); const b = /*B2*/ await fetch("http://u/b"); return Response.json([a, b]); }`);

    expect(relation).not.toBe("independent");
  });

  it.each([
    ["and is joined at the end", "", "last", "", "independent"],
    [
      "by way of another function",
      "async function noted(given) { return /*AB2*/ await last(given); }",
      "noted",
      "",
      "independent",
    ],
    ["and decides on the next one", "", "last", "if (!a) return new Response(null);", "guard"],
  ])(
    "tells where a request was made of which only those who wait are shown, %s",
    (_how, more, asked, between, expected) => {
      const level = more === "" ? 2 : 3;
      const { relation } =
        waitingOnly(`import { api } from "api"; async function last(work) { return /*AB1*/ await work; } ${more}
export async function GET() { const a = /*A${level}*/ await ${asked}(api.getFirst()); ${between} const b = /*B${level}*/ await ${asked}(api.getSecond()); return Response.json([a, b]); }`);

      expect(relation).toBe(expected);
    },
  );
});

/** A package's client asks behind a wait of its own: its stack has no running frame. */
function waitingOnly(text: string): ReturnType<typeof relatePair> {
  const { files, pair } = fixture(text);
  const [from, to] = [pair.from, pair.to].map((stack) => stack.filter((frame) => frame !== undefined));
  return relatePair(projectOf(files), { ...pair, from: from ?? [], to: to ?? [] });
}
