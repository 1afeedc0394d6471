import { AsyncLocalStorage } from "node:async_hooks";
import { afterEach, describe, expect, it } from "vitest";
import type { Root } from "../../operation.ts";
import { lineageProbe } from "./lineage-probe.ts";
import { inRoot, newRoot, Upstream, waitsOf } from "./testing/upstream.ts";

const probe = lineageProbe();
const entered: Root[] = [];

afterEach(() => {
  for (const root of entered.splice(0)) probe.leave(root);
});

type Component = () => Promise<Component | undefined>;

/** Renders components as React's server renderer does: woken tasks wait in one list for one immediate. */
class Renderer {
  pingedTasks: { component: Component }[] = [];
  readonly #storage = new AsyncLocalStorage<Renderer>();
  readonly #done: () => void;
  #open = 0;

  constructor(done: () => void) {
    this.#done = done;
  }

  start(components: readonly Component[]): void {
    this.#open = components.length;
    for (const component of components) this.pingedTasks.push({ component });
    queueMicrotask(() => this.#storage.run(this, () => this.#work()));
  }

  #work(): void {
    const tasks = this.pingedTasks;
    this.pingedTasks = [];
    for (let i = 0; i < tasks.length; i++) this.#retry(tasks[i]?.component);
  }

  #retry(component: Component | undefined): void {
    void component?.().then((child) => (child === undefined ? this.#end() : this.#ping(child)));
  }

  #end(): void {
    if (--this.#open === 0) this.#done();
  }

  #ping(component: Component): void {
    if (this.pingedTasks.push({ component }) === 1) setImmediate(() => this.#work());
  }
}

describe("components that wake together", () => {
  it("each wait for their own parent only", async () => {
    const upstream = new Upstream(probe);
    const root = newRoot();
    entered.push(root);
    const ran: string[] = [];
    await inRoot(
      probe,
      root,
      () =>
        new Promise<void>((done) => {
          const section =
            (name: string, depth: number): Component =>
            async () => {
              ran.push(name);
              await upstream.fetch(root, name, 10);
              return depth === 0 ? undefined : section(`${name}+`, depth - 1);
            };
          new Renderer(done).start([section("A", 2), section("B", 2), section("C", 2)]);
        }),
    );
    // Their answers come one callback after the other; the list is run once for two or three of them.
    expect(ran).toEqual(["A", "B", "C", "A+", "B+", "C+", "A++", "B++", "C++"]);
    for (const name of ["A", "B", "C"]) {
      expect(waitsOf(probe, upstream.operations, name)).toEqual([]);
      expect(waitsOf(probe, upstream.operations, `${name}+`)).toEqual([`${name}.h`]);
      expect(waitsOf(probe, upstream.operations, `${name}++`)).toEqual([`${name}+.h`, `${name}.h`]);
    }
  });

  it("leaves other stores as they are", async () => {
    const root = newRoot();
    entered.push(root);
    const stores = [{ pingedTasks: "none" }, Object.freeze({ pingedTasks: [] }), { tasks: [1] }, [1], null, 5];
    const before = JSON.stringify(stores.map((store) => Object.getOwnPropertyDescriptors(Object(store))));
    await inRoot(probe, root, () => {
      const seen = stores.map((store) => new AsyncLocalStorage<unknown>().run(store, (...args) => args, 1, 2));
      expect(seen).toEqual(stores.map(() => [1, 2]));
      return Promise.resolve();
    });
    expect(JSON.stringify(stores.map((store) => Object.getOwnPropertyDescriptors(Object(store))))).toBe(before);
  });
});
