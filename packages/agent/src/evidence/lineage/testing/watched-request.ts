import type { Root } from "../../../operation.ts";
import { lineageProbe } from "../lineage-probe.ts";
import { type Answer, inRoot, newRoot, Upstream, waitsOf } from "./upstream.ts";

/** One probe serves all tests of a file, as it serves all requests of an app. */
export const probe = lineageProbe();

/** One request: `call("A")` stands for `fetch`, `json("A")` for `fetch` and its body. */
export interface Request {
  call: (name: string, time?: number) => Promise<Answer>;
  json: (name: string, time?: number) => Promise<string>;
  fails: (name: string) => Promise<Answer>;
  upstream: Upstream;
  root: Root;
}

export function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

const entered: Root[] = [];

export async function request(work: (request: Request) => Promise<unknown>): Promise<Record<string, unknown>> {
  const upstream = new Upstream(probe);
  const root = newRoot();
  entered.push(root);
  const call = (name: string, time?: number): Promise<Answer> => upstream.fetch(root, name, time);
  await inRoot(probe, root, () =>
    work({
      call,
      json: async (name, time) => (await call(name, time)).body(),
      fails: (name) => upstream.fetch(root, name, 10, true),
      upstream,
      root,
    }),
  );
  return Object.fromEntries([...upstream.operations.keys()].map((n) => [n, waitsOf(probe, upstream.operations, n)]));
}

/** Ends the requests of a test: no probe watches a request for ever. */
export function leaveAll(): void {
  for (const root of entered.splice(0)) probe.leave(root);
}
