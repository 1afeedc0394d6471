import { nextSlice, visibleSlice } from "./visible-slice.ts";
import type { Slice } from "./visible-slice.ts";

/** A scrolled list of rows of equal height. Lengths in pixels. */
interface List {
  readonly count: number;
  readonly rowHeight: number;
  readonly scrolled: number;
  readonly viewport: number;
  /** Every row is drawn. */
  readonly plain: boolean;
}

/** The rows of a list that are in the page: those in sight now, those beyond the edges over the next frames. Call while a component is set up. */
export function drawnRows(list: () => List): { readonly slice: Slice } {
  let frame = $state(0);
  let drawn: Slice = { start: 0, end: 0, offset: 0 };
  const wanted = $derived.by(() => {
    const { count, rowHeight, scrolled, viewport, plain } = list();
    return plain ? { start: 0, end: count, offset: 0 } : visibleSlice(count, rowHeight, scrolled, viewport);
  });
  const slice = $derived.by(() => {
    void frame;
    const { rowHeight, scrolled, viewport, plain } = list();
    const next = plain ? wanted : nextSlice(drawn, wanted, scrolled, viewport, rowHeight);
    if (!isSame(next, drawn)) drawn = next;
    return drawn;
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
  };
}

function isSame(left: Slice, right: Slice): boolean {
  return left.start === right.start && left.end === right.end && left.offset === right.offset;
}
