import { describe, expect, it } from "vitest";
import { relationIn } from "./testing/fixture.ts";

const GET = `export async function get(path) {
  const res = await /*B*/fetch("http://api" + path);
  if (!res.ok) throw new Error(path);
  return res.json();
}`;

/** A page that waits for `first`, a function of its client, and then asks for something else. */
function between(first: string, answer = ""): string {
  return `import { first, get } from "@/lib/client";
export default async function Page() {
  ${answer === "" ? "" : `const ${answer} = `}await /*A1*/first("/carts/1");
  const totals = await /*B1*/get("/totals");
  return <p>{totals.n}</p>;
}
// @file src/lib/client.ts
${first}
${GET}`;
}

describe("what is written on the way through A's own function", () => {
  it.each([
    [
      "where there is nothing yet",
      `let res = await /*A*/fetch("http://api" + path);
  if (res.status === 404) {
    await fetch("http://api" + path, { method: "POST" });
    res = await fetch("http://api" + path);
  }
  if (!res.ok) throw new Error(path);
  return res.json();`,
    ],
    [
      "before it is asked again",
      `for (let n = 1; ; n += 1) {
    const res = await /*A*/fetch("http://api" + path);
    if (res.ok) return res.json();
    if (n > 2) throw new Error(path);
    await fetch("http://api/heal", { method: "POST" });
  }`,
    ],
  ])("comes before B: %s", (_name, body) => {
    const source = between(`export async function first(path) {\n  ${body}\n}`, "cart");
    expect(relationIn(source)).toMatchObject({ relation: "ordered", reason: "source.writes" });
  });
});

describe("a loop that waits for something to be there", () => {
  it.each([
    ["and leaves when it is", "const res = await /*A*/fetch(url); if (res.ok) return; await pause(50);"],
    ["and asks for its status alone", "if ((await /*A*/fetch(url)).ok) return; await pause(50);"],
    [
      "taking nothing but the status out",
      "const { status } = await /*A*/fetch(url); if (status === 200) return; await pause(50);",
    ],
    [
      "and throws where it never will be",
      "const res = await /*A*/fetch(url); if (res.status === 200) return; if (res.status !== 202) throw new Error(res.statusText); await pause(50);",
    ],
    [
      "and reads what nobody wants",
      "const res = await /*A*/fetch(url); await res.text(); if (res.ok) return; await pause(50);",
    ],
    ["and catches what says no", "try { await /*A*/fetch(url); return; } catch { await pause(50); }"],
  ])("is a guard: %s", (_name, body) => {
    const source = between(`const pause = (ms) => new Promise((done) => setTimeout(done, ms));
export async function first(path) {
  const url = "http://api" + path;
  for (let n = 0; n < 9; n += 1) { ${body} }
  throw new Error("late");
}`);
    expect(relationIn(source)).toMatchObject({ relation: "guard" });
  });

  it("is a guard where the call worked and is made again, whatever becomes of the answer", () => {
    const source = between(
      `export async function first(path) {
  for (;;) {
    const res = await /*A*/fetch("http://api" + path);
    if (res.status !== 202) return res.json();
  }
}`,
      "job",
    );
    expect(relationIn(source)).toMatchObject({ relation: "guard" });
  });

  it.each([
    ["hands on what was said", "if (res.ok) return res.json();"],
    ["keeps what was said", "if (res.ok) { found = await res.json(); break; }"],
  ])("is none that %s", (_name, body) => {
    const source = between(
      `export async function first(path) {
  let found;
  for (let n = 0; n < 3; n += 1) {
    const res = await /*A*/fetch("http://api" + path);
    ${body}
    if (n === 2) throw new Error(path);
  }
  return found;
}`,
      "cart",
    );
    expect(relationIn(source)).toMatchObject({ relation: "independent" });
  });
});
