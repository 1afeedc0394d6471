import { describe, expect, it } from "vitest";
import { type PatchCase, patched } from "./testing/patched.ts";

const after = (given: PatchCase): string => {
  const outcome = patched(given);
  return typeof outcome === "string" ? outcome : outcome.code;
};

const TWO = { together: [[0, 1]] };

describe("the file's own hand", () => {
  it("keeps arguments of several lines in shape where they go, and what fits on a line again", () => {
    const code = `export const GET = async (req) => {
    const profile = await fetchProfile(req.id)
    const activity =
        await fetchActivity({
            id: req.id,
            text: "a",
        })
    return { profile, activity }
}
`;
    expect(after({ ...TWO, code, calls: ["fetchProfile(", "fetchActivity("] }))
      .toBe(`export const GET = async (req) => {
    const activityPromise = (async () => fetchActivity({
        id: req.id,
        text: "a",
    }))()
    activityPromise.catch(() => {})
    const profile = await fetchProfile(req.id)
    const activity = await activityPromise
    return { profile, activity }
}
`);
  });

  it("leaves the blanks of a text of several lines", () => {
    const code =
      "export async function load() {\n  return {\n    a: await getA(),\n    b: await query(`\n      select 1`),\n  };\n}\n";
    expect(after({ ...TWO, code, calls: ["getA(", "query("] })).toContain("query(`\n      select 1`)");
  });

  it("stays on the line of a function of one line", () => {
    const code = "export async function GET() { const a = await getA(); const b = await getB(); return { a, b } }\n";
    expect(after({ ...TWO, code, calls: ["getA(", "getB("] })).toBe(
      "export async function GET() { const bPromise = (async () => getB())(); bPromise.catch(() => {}); const a = await getA(); const b = await bPromise; return { a, b } }\n",
    );
  });

  it("names a promise after what is called where only a part of the answer is bound", () => {
    const code = `import { getTeam, request } from "./api";
export async function GET(id) {
  const { name } = await request("/users/" + id);
  const { members, ...team } = await getTeam(id);
  const { rows, total } = await request("/rows");
  return { name, members, team, rows, total };
}
`;
    const outcome = after({ code, calls: ['request("/users', "getTeam(id", 'request("/rows'], together: [[0, 1, 2]] });
    expect(outcome).toContain("const teamPromise = ");
    expect(outcome).toContain("const rowsPromise = ");
  });

  it("goes in rounds in a file with tabs", () => {
    const code = `export async function total(cart) {
	const lines = [];
	for (const [sku, quantity] of Object.entries(cart.items)) {
		const { cents } = await getPrice(sku);
		lines.push({ sku, cents: cents * quantity });
	}
	return lines;
}
`;
    expect(after({ ...TWO, kind: "loop", code, calls: ["getPrice(", "getPrice("] }))
      .toBe(`export async function total(cart) {
	const lines = [];
	const queue = Object.entries(cart.items);
	while (queue.length > 0) {
		const started = queue.splice(0, 6).map(async ([sku, quantity]) => {
			const { cents } = await getPrice(sku);
			return { sku, cents: cents * quantity };
		});
		for (const early of started) early.catch(() => {});
		for (const early of started) lines.push(await early);
	}
	return lines;
}
`);
  });
});
