import { setImmediate } from "node:timers/promises";

/** Items made in one turn of the event loop: a few milliseconds, so that spans are taken in between. */
const AT_ONCE = 40;

/** `items.map(make)`, with a break for the event loop after every few. */
export async function inTurns<Item, Result>(items: readonly Item[], make: (item: Item) => Result): Promise<Result[]> {
  const results: Result[] = [];
  for (const [index, item] of items.entries()) {
    if (index > 0 && index % AT_ONCE === 0) await setImmediate();
    results.push(make(item));
  }
  return results;
}
