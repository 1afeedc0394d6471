import { describe } from "vitest";
import { related } from "./testing/cases.ts";

const films = (between = "", type = "typeof fetch", check = "res.status >= 400", more = ""): string => `
export const load = async ({ locals: { store }, params }) => {
  const film = await store.collection("films")./*A2*/ one(params.id);
  ${between}
  const titles = await store.collection("subtitles")./*B2*/ some(params.id);
  return { film, titles };
};
// @file src/lib/store.ts
class Shelf {
  constructor(readonly store: Store, readonly name: string) {}
  one(id: string) { return /*A1*/ this.store.send(\`/\${this.name}/\${id}\`); }
  some(of: string) { return /*B1*/ this.store.send(\`/\${this.name}?of=\${of}\`); }
}
export class Store {
  constructor(readonly base: string, private readonly asking: ${type}) {}
  collection(name: string) { return new Shelf(this, name); }
  async send(path: string) {
    const res = await /*A*//*B*/ this.asking(this.base + path);
    if (${check}) throw new Error(path);
    const body = await res.json();
    ${more}
    return body;
  }
}
`;

describe("what is declared as fetch, under whatever name", () => {
  related({
    "throws what fails": { expected: "independent", failFast: true, code: films() },
    "and what it gave is looked at": { expected: "guard", code: films("if (film.hidden) return null;") },
    "and the client leaves by what it gave": {
      expected: "guard",
      code: films("", "typeof fetch", "!res.ok", `if (body.hidden) throw new Error("hidden");`),
    },
    "not what gives something else": {
      expected: "needed",
      code: films("", "(path: string) => Promise<Film>", "!res.ok"),
    },
    "not a part of it": { expected: "needed", code: films("", "typeof fetch.films", "!res.ok") },
  });
});
