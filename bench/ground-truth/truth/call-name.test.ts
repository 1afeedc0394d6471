import { describe, expect, it } from "vitest";
import { callsNamed, parseCallName } from "./call-name.ts";
import { labelOf } from "./label-of.ts";

const call = (method: string, path: string) => ({ method, path });
const users = [call("GET", "/users/1"), call("GET", "/plan"), call("GET", "/users/2"), call("POST", "/users/2")];

describe("names of calls", () => {
  it("stand for every call that fits, or for the one of a number", () => {
    expect(callsNamed("GET /users/*", users)).toEqual([users[0], users[2]]);
    expect(callsNamed("GET /users/*#2", users)).toEqual([users[2]]);
    expect(callsNamed("GET /users/*#3", users)).toEqual([]);
    expect(callsNamed("GET /users/*/orders", users)).toEqual([]);
  });

  it.each(["/users/*", "GET users", "GET /users?x=1", "get /users", "GET /users/*#0"])("refuses %s", (name) => {
    expect(() => parseCallName(name)).toThrow("Not a call's name");
  });

  it("in labels give way to the one that says more", () => {
    const wait = { before: "GET /users/*", after: "GET /users/*", truth: "pace", why: "Any." } as const;
    const exact = { before: "GET /users/*#1", after: "GET /users/2", truth: "data", why: "This one." } as const;
    expect(labelOf([wait, exact], users, [users[0]!, users[2]!])).toBe(exact);
    expect(labelOf([wait, exact], users, [users[2]!, users[0]!])).toBe(wait);
    const numbered = { ...wait, before: "GET /*/*#1" };
    expect(labelOf([wait, numbered], users, [users[0]!, users[2]!])).toBe(numbered);
    expect(labelOf([wait, exact], users, [users[0]!, users[1]!])).toBeUndefined();
  });
});
