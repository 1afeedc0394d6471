import { untrack } from "svelte";
import { slotsFor } from "./slots.ts";
import type { Slot } from "./slots.ts";
import { nextSlice, visibleSlice } from "./visible-slice.ts";
import type { Slice } from "./visible-slice.ts";

/** A scrolled list of rows of equal height. Lengths in pixels. */
interface List {
  readonly count: number;
  readonly rowHeight: number;
  readonly scrolled: number;
  readonly viewport: number;
  /** Rows are drawn whether in sight or not, a page of them at a time. */
  readonly plain: boolean;
  /** What makes the row at a place the same one as before. */
  readonly idAt: (place: number) => Slot["id"];
  /** Place of the row that may have the focus. */
  readonly current: () => number;
}

/** Rows of one page of a plain table: more would hold up the browser, and whoever reads them. */
export const PLAIN_PAGE = 200;

interface DrawnRows {
  readonly slice: Slice;
  /** The rows of the slice, each with the name of its elements. */
  readonly slots: readonly Slot[];
  /** Rows that the list has room for: all, or those of the plain table's pages opened so far. */
  readonly room: number;
  /** Opens the plain table's next page. */
  readonly more: () => void;
}

/** The rows of a list that are in the page: those in sight now, those beyond the edges over the next frames. Call while a component is set up. */
export function drawnRows(list: () => List): DrawnRows {
  let frame = $state(0);
  let opened = $state(PLAIN_PAGE);
  let drawn: Slice = { start: 0, end: 0, offset: 0 };
  let slotted: readonly Slot[] = [];
  const wanted = $derived.by(() => {
    const { count, rowHeight, scrolled, viewport, plain } = list();
    return plain
      ? { start: 0, end: Math.min(count, opened), offset: 0 }
      : visibleSlice(count, rowHeight, scrolled, viewport);
  });
  const slice = $derived.by(() => {
    void frame;
    const { rowHeight, scrolled, viewport, plain } = list();
    const next = plain ? wanted : nextSlice(drawn, wanted, scrolled, viewport, rowHeight);
    if (!isSame(next, drawn)) drawn = next;
    return drawn;
  });

  const slots = $derived.by(() => {
    const { idAt, current } = list();
    const ids = Array.from({ length: slice.end - slice.start }, (_all, index) => idAt(slice.start + index));
    const kept = untrack(() => idAt(current()));
    return (slotted = slotsFor(slotted, slice.start, ids, kept));
  });

  $effect(() => {
    if (isSame(slice, wanted)) return undefined;
    const request = requestAnimationFrame(() => (frame += 1));
    return () => cancelAnimationFrame(request);
  });

  return {
    get slice() {
      return slice;
    },
    get slots() {
      return slots;
    },
    get room() {
      const { count, plain } = list();
      return plain ? Math.min(count, opened) : count;
    },
    more: () => (opened += PLAIN_PAGE),
  };
}

function isSame(left: Slice, right: Slice): boolean {
  return left.start === right.start && left.end === right.end && left.offset === right.offset;
}
