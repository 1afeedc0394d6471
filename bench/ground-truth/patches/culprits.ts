/**
 * Which of several things that were put together make the whole go wrong: halves are tried by themselves. All of them,
 * where only their combination does.
 */
export async function culprits<Item>(
  items: readonly Item[],
  isWrong: (some: readonly Item[]) => Promise<boolean>,
): Promise<readonly Item[]> {
  if (items.length < 2) return items;
  const half = items.length >> 1;
  const found: Item[] = [];
  for (const part of [items.slice(0, half), items.slice(half)])
    if (await isWrong(part)) found.push(...(await culprits(part, isWrong)));
  return found.length === 0 ? items : found;
}
