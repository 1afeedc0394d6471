/** How many rows down a key moves in a list of `count` rows, `page` of them in sight; nothing for other keys. */
export function keyStep(key: string, page: number, count: number): number | undefined {
  const steps = new Map([
    ["ArrowDown", 1],
    ["ArrowUp", -1],
    ["PageDown", page],
    ["PageUp", -page],
    ["Home", -count],
    ["End", count],
  ]);
  return steps.get(key);
}
