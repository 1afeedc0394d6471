import { describe } from "vitest";
import { related } from "./testing/cases.ts";

const twice = (between: string, first = "r.json()", second = "id"): string => `
export const load = async ({ ids }) => {
  const people = await Promise.all(/*A1*/ ids.map((id) => /*A*/ fetch("/people/" + id).then((r) => ${first})));
  ${between}
  const faces = await Promise.all(/*B1*/ ids.map((id, index) => /*B*/ fetch("/faces/" + ${second})));
  return [people, faces];
};`;

describe("a list that was handed in and is gone over twice", () => {
  related({
    "without need": { expected: "independent", code: twice("") },
    "for what was answered": { expected: "data", code: twice("", "r.json()", "people[index].face") },
    "if nothing answered speaks against it": {
      expected: "guard",
      code: twice("if (people.some((person) => person.blocked)) return null;"),
    },
    "which grows by what was answered": {
      expected: "needed",
      code: twice("people.forEach((person) => ids.push(person.friend));"),
    },
    "which shrinks once there is an answer": { expected: "needed", code: twice("", "{ ids.pop(); return r; }") },
  });
});
