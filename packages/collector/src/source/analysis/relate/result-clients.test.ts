import { describe } from "vitest";
import { related } from "./testing/cases.ts";

const RESULT = `// @file src/lib/result.ts
export const ok = (value) => ({ ok: true, value });
export const err = (error) => ({ ok: false, error });
export function unwrap(result) { if (!result.ok) throw result.error; return result.value; }
`;
const LIBRARY = `// @file src/lib/library.ts
import { err, ok } from "./result";
export class Library {
  constructor(root) { this.root = root; }
  shelf(path) { return this.ask("GET", path); }
  async ask(method, path) {
    const res = await /*A*//*B*/ fetch(this.root + path, { method });
    if (res.status >= 400) return err(new Error(method + path));
    return ok(await res.json());
  }
}
`;
const branch = (body: string): string => `import { unwrap } from "@/lib/result";
export class Branch {
  constructor(private readonly library) {}
  async open(id) { ${body} }
}
${RESULT}${LIBRARY}`;
const member = (answer: string): string => `import { unwrap } from "@/lib/result";
import { member } from "@/lib/member";
export async function open(id) { const a = unwrap(await /*A1*/ member(id)); const b = await /*B*/ fetch("/hours"); return [a, b]; }
// @file src/lib/member.ts
import { err, ok } from "./result";
export async function member(id) {
  const res = await /*A*/ fetch("/members/" + id);
  if (!res.ok) return err(new Error("members"));
  const body = await res.json();
  ${answer}
}
${RESULT}`;

describe("clients that give back whether asking worked, and what is done with that", () => {
  related({
    "what fails is thrown by a helper": {
      expected: "independent",
      failFast: true,
      code: branch(
        `const a = unwrap(await /*A1*/ this.library.shelf("/a")); const b = unwrap(await /*B1*/ this.library.shelf("/b")); return [a, b];`,
      ),
    },
    "the later asks for what the first one gave": {
      expected: "data",
      code: branch(
        `const a = unwrap(await /*A1*/ this.library.shelf("/a")); return unwrap(await /*B1*/ this.library.shelf("/b/" + a.next));`,
      ),
    },
    "what fails is given back to the caller": {
      expected: "guard",
      code: branch(
        `const a = await /*A1*/ this.library.shelf("/a"); if (!a.ok) return null; return unwrap(await /*B1*/ this.library.shelf("/b"));`,
      ),
    },
    "the answer itself was looked at": {
      expected: "guard",
      code: branch(
        `const a = await /*A1*/ this.library.shelf("/a"); if (a.value.closed) throw new Error("closed"); return unwrap(await /*B1*/ this.library.shelf("/b"));`,
      ),
    },
    "what was answered decides whether it worked": {
      expected: "guard",
      code: member(`return body.active ? ok(body) : err(new Error("members"));`),
    },
    "the answer says whether it worked": {
      expected: "guard",
      code: member(`return { ok: body.ok, value: body, error: new Error("members") };`),
    },
    "only asking decides whether it worked": {
      expected: "independent",
      failFast: true,
      code: member(`return ok(body);`),
    },
  });
});

const found = (use: string): string => `import { find } from "@/lib/find"; import { ask } from "@/lib/ask";
export async function open(id) { const a = await /*A2*/ find("a", id); ${use} const b = await /*B1*/ ask("/b/" + id); return [a, b]; }
// @file src/lib/find.ts
import { ask } from "./ask";
export async function find(resource, id) {
  const result = await /*A1*/ ask(\`/\${resource}/\${id}\`);
  if (!result.ok) { if (result.error.status === 404) return undefined; throw result.error; }
  return result.value;
}
// @file src/lib/ask.ts
import { err, ok } from "./result";
export async function ask(path) {
  const res = await /*A*//*B*/ fetch(path);
  return res.ok ? ok(await res.json()) : err(Object.assign(new Error(path), { status: res.status }));
}
${RESULT}`;

describe("a repository that finds nothing, or throws what failed", () => {
  related({
    "nobody asks which": { expected: "independent", failFast: true, code: found("") },
    "nothing is an answer": { expected: "guard", code: found("if (a === undefined) return null;") },
    "nothing is thrown for": { expected: "guard", code: found('if (a === undefined) throw new Error("none");') },
  });
});

describe("a fetch that a client keeps for itself", () => {
  const kept = (then: string): string => `export class Branch {
  constructor(private readonly keeper) {}
  async open(id, other) {
    const a = await /*A1*/ this.keeper.ask(id); ${then} const b = await /*B1*/ this.keeper.ask(other); return [a, b];
  }
}
// @file src/lib/keeper.ts
export class Keeper {
  #fetch;
  constructor(own) { this.#fetch = own; }
  async ask(path) { const res = await /*A*//*B*/ this.#fetch(path); if (!res.ok) throw new Error(path); return res.json(); }
}
`;
  related({
    "a failed request": { expected: "independent", code: kept("") },
    "an answer that is looked at": { expected: "guard", code: kept(`if (a.closed) return a;`) },
  });
});
