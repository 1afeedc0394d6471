import type { Frame } from "@weir/core";
import { describe, expect, it } from "vitest";
import { stackPlace } from "./stack-place.ts";
import { projectOf } from "./testing/fixture.ts";

const SOURCE = [
  "export async function page(id) {",
  "  const user = await api.users.get(make(id)).then((answer) => answer.json());",
  "  const both = await Promise.all([first(id), second(id)]);",
  "  const made = await (wait(new Client(id)));",
  "  const list = ids.map((one) => load(one)); const other = await last();",
  "  return [user, both, made, list, other, `${id}`, await sql`select 1`];",
  "}",
  "export const all = async (ids) => await Promise.all(ids.map((one) => load(one)).filter(Boolean));",
].join("\n");

/** The call found where `text` begins on a line, or `shift` characters from it. */
function found(line: number, text: string, shift = 0, member?: number): string {
  const column = (SOURCE.split("\n")[line - 1]?.indexOf(text) ?? 0) + 1 + shift;
  const index = member === undefined ? {} : { member };
  const frame: Frame = { file: "page.ts", line, column, async: false, ...index, mapped: true };
  const place = stackPlace(projectOf(new Map([["page.ts", SOURCE]])), frame);
  return typeof place === "string" ? place : SOURCE.slice(place.call.start, place.call.end);
}

describe("the call a stack frame stands at", () => {
  it.each([
    ["the name that is called", 2, "get(", 0, "api.users.get(make(id))"],
    ["a call in the arguments", 2, "make", 0, "make(id)"],
    ["the start of the call", 2, "api", 0, "api.users.get(make(id))"],
    ["the await of a suspended function", 2, "await", 0, "api.users.get(make(id)).then((answer) => answer.json())"],
    ["the end of a chain", 2, "then", 0, "api.users.get(make(id)).then((answer) => answer.json())"],
    ["a callback of its own", 2, "json", 0, "answer.json()"],
    ["a member of a group", 3, "second", 0, "second(id)"],
    ["the await of a group", 3, "await", 0, "Promise.all([first(id), second(id)])"],
    ["a construction", 4, "new", 0, "new Client(id)"],
    ["between the await and the call", 4, "(wait", 0, "wait(new Client(id))"],
    ["a function within the function", 5, "load", 0, "load(one)"],
    ["a tagged template", 6, "sql", 0, "sql`select 1`"],
    ["just before the call", 5, "ids", -2, "ids.map((one) => load(one))"],
    ["just after the last call of a line", 5, "last()", 6, "last()"],
  ])("%s", (_name, line, text, shift, call) => {
    expect(found(line, text, shift)).toBe(call);
  });

  it("tells the members of a group that is awaited apart, where they are written out", () => {
    expect([0, 1, 2].map((member) => found(3, "await", 0, member))).toEqual([
      "first(id)",
      "second(id)",
      "Promise.all([first(id), second(id)])",
    ]);
    expect(found(2, "await", 0, 1)).toBe("api.users.get(make(id)).then((answer) => answer.json())");
  });

  it("tells where the members of a group started that one call makes", () => {
    expect(found(8, "await", 0, 1)).toBe("ids.map((one) => load(one))");
  });

  it.each([
    ["a line without a call", 1, "export", 0, "source.no-call-there"],
    ["a column the line does not have", 2, "const", 400, "source.position-outside"],
    ["a line the file does not have", 90, "", 0, "source.position-outside"],
  ])("nothing: %s", (_name, line, text, shift, reason) => {
    expect(found(line, text, shift)).toBe(reason);
  });
});

describe("a suspended frame where a bundler moved its await to the one use of the value", () => {
  const built = (body: string, at: string, async = true): string => {
    const source = `export async function load() {\n${body}\n}`;
    const frame: Frame = {
      file: "page.ts",
      line: 3,
      column: body.slice(body.indexOf("\n") + 1).indexOf(at) + 1,
      async,
      mapped: true,
    };
    const place = stackPlace(projectOf(new Map([["page.ts", source]])), frame);
    return typeof place === "string" ? place : source.slice(place.call.start, place.call.end);
  };

  it.each([
    ["spread", "const shows = await repo.shows(q);\nreturn { ...shows, title };", "shows", "repo.shows(q)"],
    ["shorthand", "const shows = await list();\nreturn { shows };", "shows", "list()"],
    ["in an argument", "const shows = await list();\nreturn json(shows);", "shows", "list()"],
  ])("%s", (_name, body, at, call) => {
    expect(built(body, at)).toBe(call);
  });

  it.each([
    ["a value that is read twice", "const shows = await list();\nreturn { ...shows, n: shows.length };", "shows"],
    ["a value that was not awaited", "const shows = list();\nreturn { ...shows };", "shows"],
    ["a property's name", "const shows = await list();\nreturn { shows: 1, a: [shows] };", "shows"],
  ])("is not taken for the await of %s", (_name, body, at) => {
    expect(built(body, at)).toBe("source.no-call-there");
  });

  it("is where it says when the function was running", () => {
    expect(built("const shows = await list();\nreturn json(shows);", "shows", false)).toBe("json(shows)");
  });
});
