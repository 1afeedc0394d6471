import { describe, expect, it } from "vitest";
import { related } from "./testing/cases.ts";
import { relationIn } from "./testing/fixture.ts";

const limited = (body: string): string => `
const call = async (path) => {
  try {
    const response = await /*AB*/fetch("http://api" + path);
    if (!response.ok) return { ok: false, status: response.status };
    return { ok: true, value: await response.json() };
  } catch { return { ok: false, status: 502 }; }
};
const within = (work, ms, fallback) => {
  let timer;
  const late = new Promise((resolve) => { timer = setTimeout(() => resolve(fallback), ms); });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};
const rules = () => within(/*A1*/call("/rules").then((result) => (result.ok ? result.value : [])), 500, []);
const score = (id) => within(/*B1*/call("/scores/" + id).then((result) => (result.ok ? result.value : 0)), 500, 0);
export async function GET(request, { params }) {
  const { id } = await params;
  ${body}
}`;

describe("calls that are waited for with a time limit or a fallback", () => {
  related({
    "each for itself": {
      expected: "independent",
      code: limited("return Response.json({ rules: await /*A2*/rules(), score: await /*B2*/score(id) });"),
    },
    "the answer or its fallback in the question": {
      expected: "needed",
      code: limited("const all = await /*A2*/rules(); return Response.json(await /*B2*/score(all[0]));"),
    },
    "only if there was an answer": {
      expected: "needed",
      code: limited(
        "const all = await /*A2*/rules(); return Response.json(all.length > 0 ? await /*B2*/score(id) : 0);",
      ),
    },
    "a failure noted elsewhere, which the question reads": {
      expected: "needed",
      code: limited(
        "const seen = { id }; await /*A2*/rules().then((all) => { seen.id = all[0]; }); return Response.json(await /*B2*/score(seen.id));",
      ),
    },
  });

  it("may have been left behind: only lineage says whether the later one waited", () => {
    const fact = relationIn(
      limited("return Response.json({ rules: await /*A2*/rules(), score: await /*B2*/score(id) });"),
    );
    expect(fact).toMatchObject({ relation: "independent", activation: "unknown" });
  });
});
