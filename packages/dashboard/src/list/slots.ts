/** A row that is drawn, and the elements it is drawn with. */
export interface Slot {
  /** Place of the row in its list. */
  readonly place: number;
  /** What makes it the same row as before: its place, or what it shows. */
  readonly id: string | number;
  /** Names the elements: rows that come take over those of rows that go. */
  readonly slot: number;
}

/**
 * The rows `ids`, the first of them at `start`, with the elements to draw them with. Making elements and throwing them
 * away costs several times what other words in them do, so rows that come into sight take those of rows that left it, in
 * order. Those of the row `kept` are given to no other: it may have the focus, which must not go over to another row
 * unseen.
 */
export function slotsFor(
  drawn: readonly Slot[],
  start: number,
  ids: readonly Slot["id"][],
  kept: Slot["id"] | undefined,
): readonly Slot[] {
  const known = new Map(drawn.map(({ id, slot }) => [id, slot]));
  const wanted = new Set(ids);
  const free = drawn.filter(({ id }) => !wanted.has(id) && id !== kept).map(({ slot }) => slot);
  let next = Math.max(-1, ...drawn.map(({ slot }) => slot)) + 1;
  return ids.map((id, index) => ({ place: start + index, id, slot: known.get(id) ?? free.shift() ?? next++ }));
}
