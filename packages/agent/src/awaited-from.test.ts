import { afterAll, beforeAll, expect, it } from "vitest";
import { MAX_DEPTH } from "./awaited-from.ts";
import { type RecordedShop, recordedShop } from "./testing/recorded-shop.ts";

let shop: RecordedShop;

beforeAll(async () => {
  shop = await recordedShop();
});

afterAll(() => shop.close());

/** Sent when somebody awaits it, as query builders do. */
class Query<T> implements PromiseLike<T> {
  readonly #send: () => Promise<T>;

  constructor(send: () => Promise<T>) {
    this.#send = send;
  }

  // oxlint-disable-next-line unicorn/no-thenable -- that is what is tried here
  then<A = T, B = never>(
    done?: ((value: T) => A | PromiseLike<A>) | null,
    failed?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): PromiseLike<A | B> {
    // oxlint-disable-next-line promise/no-callback-in-promise -- so it is with what has a then of its own
    return this.#send().then(done, failed);
  }
}

const ask = async (): Promise<number> => (await fetch(`${shop.api.url}/json`)).status;

/** The functions on the stack of each call, innermost first. */
async function functionsOf(handler: () => Promise<void>): Promise<string[][]> {
  const { evidence, operations } = await shop.server.record("/orders", handler);
  const stacks = evidence.attributes["weir.stacks"] as string[];
  return operations.map((op) =>
    (stacks[Number(op["weir.op.stack"])] ?? "")
      .split("\n")
      .flatMap((frame) => /at (?:async )?(?:\w+\.)?([\w<>]+) \(.*awaited-from/.exec(frame)?.[1] ?? []),
  );
}

async function first(): Promise<number> {
  return await new Query(ask);
}

async function second(): Promise<number> {
  const query = new Query(async () => {
    await fetch(`${shop.api.url}/json`);
    return ask();
  });
  const status = await query;
  return status;
}

it("a query that is sent when it is awaited is called by whoever awaits it", async () => {
  const stacks = await functionsOf(async function page() {
    await first();
  });
  expect(stacks).toEqual([["ask", "then", "first", "page"]]);
});

it("so is what the query does later, and nobody else's calls are", async () => {
  const stacks = await functionsOf(async function page() {
    await second();
    await ask();
    // oxlint-disable-next-line unicorn/prefer-await -- a chain looks like such a query to the runtime
    await Promise.resolve(1).then(ask).then(ask);
  });
  expect(stacks.map((stack) => stack.join(" < "))).toEqual([
    "<anonymous> < then < second < page",
    "ask < <anonymous> < second < page",
    "ask < page",
    "ask < page",
    "ask < page",
  ]);
});

it("queries that wait for queries are called from all of them", async () => {
  const outer = new Query(async () => await first());
  const stacks = await functionsOf(async function page() {
    await outer;
  });
  expect(stacks.map((stack) => stack.join(" < "))).toEqual(["ask < then < first < <anonymous> < then < page"]);
});

it("queries awaited side by side keep their own callers", async () => {
  const stacks = await functionsOf(async function page() {
    await Promise.all([first(), second()]);
  });
  const innermost = stacks.map((stack) => stack.find((name) => name === "first" || name === "second"));
  expect(new Map([...Map.groupBy(innermost, String)].map(([name, calls]) => [name, calls.length]))).toEqual(
    new Map([
      ["first", 1],
      ["second", 2],
    ]),
  );
});

it("of queries in queries in queries a few are told, and of more only the innermost", async () => {
  const one = new Query(ask);
  const two = new Query(async () => await one);
  const three = new Query(async () => await two);
  const four = new Query(async () => await three);
  const five = new Query(async () => await four);
  const six = new Query(async () => await five);
  const within: Query<number>[] = [one, two, three, four, five, six];
  const callersOf = async (query: Query<number> | undefined): Promise<string[]> => {
    const [stack = []] = await functionsOf(async function page() {
      await query;
    });
    return stack.filter((name) => name !== "<anonymous>");
  };
  expect(await callersOf(within[MAX_DEPTH])).toEqual([
    "ask",
    ...within.slice(0, MAX_DEPTH + 1).map(() => "then"),
    "page",
  ]);
  expect(await callersOf(within[MAX_DEPTH + 1])).toEqual(["ask", "then", "then"]);
});

it("waiting for answers and their bodies takes no stack: a call's own is the only one", async () => {
  const original = Error.captureStackTrace;
  let taken = 0;
  Error.captureStackTrace = (...args) => {
    taken += 1;
    original(...args);
  };
  try {
    await shop.server.record("/orders", async () => {
      const response = await fetch(`${shop.api.url}/json`);
      await response.json();
      // oxlint-disable-next-line unicorn/prefer-await -- many write it like this
      await fetch(`${shop.api.url}/json`).then((second) => second.text());
    });
  } finally {
    Error.captureStackTrace = original;
  }
  expect(taken).toBe(2);
});
