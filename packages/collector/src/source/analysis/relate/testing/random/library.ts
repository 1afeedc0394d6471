/** State, a client, a few functions. What changes is shared by everything that imports it. */
export const LIBRARY_TEXT: string = `export const bag = { a: "a", b: "b" };
export const memo = new Map();
export const seen = [];
export const hooks = [];
export const query = new URLSearchParams();
export class Store {
  #kept = "kept";
  got = "got";
  put(value) { this.#kept = value; }
  take() { return this.#kept; }
  async load(id) { this.got = id; return get(\`/store?x=\${id}&k=\${this.#kept}\`); }
  async fill(id) { const found = await get(\`/fill?x=\${id}\`); this.#kept = found.id; return found; }
}
export const store = new Store();
const asked = new Map();
export function once(id) {
  if (!asked.has(id)) asked.set(id, get(\`/once?x=\${id}\`));
  return asked.get(id);
}
export async function get(path) {
  const res = await fetch(path);
  if (!res.ok) throw new Error(path);
  return res.json();
}
export async function retried(ask) {
  try {
    return await ask();
  } catch {
    return ask();
  }
}
export async function using(thing, work) {
  const given = { ...thing, used: true };
  return work(given);
}
export const through = (id) => get(\`/through?x=\${id}\`);

export function assertOk(res) { if (!res.ok) throw new Error("not ok"); }
export const isFine = (res) => res.ok;
export function ensure(held, text) { if (!held) throw new Error(text); }
export function must(value) { if (value == null) throw new Error("nothing"); return value; }
export function left(id) { throw new Error(id); }
export async function safe(promise) {
  try { return { ok: true, value: await promise }; } catch (error) { return { ok: false, error: String(error) }; }
}
export function unwrap(result) { if (!result.ok) throw new Error(result.error); return result.value; }
let made;
export function settings() {
  if (!made) made = { base: "b", used: 0 };
  return made;
}
export async function ask(path) {
  for (let round = 0; ; round++) {
    const res = await fetch(path);
    if (res.ok) return res.json();
    const said = await res.json();
    if (!said.flag || round > 0) throw new Error(said.id);
    await new Promise((resolve) => queueMicrotask(resolve));
  }
}
const isKnown = (error) => error instanceof Error && error.message.endsWith("1");
export async function find(path) {
  try { return await get(path); } catch (error) {
    if (isKnown(error)) return null;
    throw error;
  }
}
export const lazy = (ask) => ({ then: (resolve, reject) => ask().then(resolve, reject) });
const kept = new Map();
export function cached(key, ask) {
  if (!kept.has(key)) {
    const asked = ask();
    asked.catch(() => kept.delete(key));
    kept.set(key, asked);
  }
  return kept.get(key);
}
export async function pipe(value, ...steps) {
  let at = value;
  for (const step of steps) at = await step(at);
  return at;
}
export function compose(layers, last) {
  return (c) => {
    const run = (at) => (at === layers.length ? last(c) : layers[at](c, () => run(at + 1)));
    return run(0);
  };
}
let tail = Promise.resolve();
export function inTurn(ask) {
  const run = tail.then(ask);
  tail = run.catch(() => {});
  return run;
}
export class Breaker {
  failed = 0;
  async run(ask) {
    if (this.failed > 0) throw new Error("open");
    try { return await ask(); } catch (error) { this.failed += 1; throw error; }
  }
}
export const breaker = new Breaker();
let running = 0;
export async function limited(ask) {
  if (running > 1) return get("/busy?x=1");
  running += 1;
  try { return await ask(); } finally { running -= 1; }
}
export class Session {
  #token;
  async token() {
    if (!this.#token) this.#token = (await get("/token?x=1")).id;
    return this.#token;
  }
  async ask(id) { return get(\`/mine?x=\${id}&t=\${await this.token()}\`); }
}
export const session = new Session();
export class Loader {
  #open = [];
  load(id) {
    return new Promise((resolve, reject) => {
      if (this.#open.push({ id, resolve, reject }) === 1) Promise.resolve().then(() => this.#flush());
    });
  }
  async #flush() {
    const asked = this.#open;
    this.#open = [];
    try {
      const found = await get(\`/many?x=\${asked.map(({ id }) => id).join()}\`);
      for (const { resolve } of asked) resolve(found);
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }
}
export const loader = new Loader();
export class Box {
  #kept;
  static made = 0;
  constructor(kept) { this.#kept = kept; Box.made += 1; }
  get id() { return this.#kept; }
  set id(value) { this.#kept = value; }
  toString() { return \`\${this.#kept}\${Box.made}\`; }
}
export class Repo {
  last = "none";
  constructor(base) { this.base = base; }
  name() { return this.base; }
  async ask(id) { return get(\`/repo?x=\${id}&b=\${this.name()}\`); }
  async find(id) {
    const found = await this.ask(id);
    if (found.flag) this.last = found.id;
    return found;
  }
  first(id) { return this.ask(\`\${id}\${this.last}\`); }
}
`;
