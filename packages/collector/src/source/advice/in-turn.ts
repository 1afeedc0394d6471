import type { Block, Entry, Hoist } from "./hoist.ts";
import type { Withheld } from "./withheld.ts";

/**
 * A call that is given what another might change is to be given it first: where it is overtaken, it starts early as well,
 * in its own place.
 */
export function inTurn(block: Block, hoists: ReadonlyMap<Entry, Hoist>): readonly Hoist[] | Withheld {
  const planned: Hoist[] = [];
  for (const entry of block.entries) {
    const own = hoists.get(entry);
    const place = own?.to ?? entry.at;
    const overtaking = [...hoists.values()].filter((hoist) => overtakes(block, hoist, { entry, place }));
    const isGiven = overtaking.length > 0 && isGivenState(block, entry);
    // Of a group that another goes on from, members start by themselves.
    const isBase = [...hoists.values()].some(({ base }) => base?.entry === entry);
    const isClear =
      entry.step.plain && !isBase && overtaking.every(({ to, base }) => base === undefined && to === place);
    if (isGiven && !isClear) return "advice.needed-call-between";
    if (own !== undefined) planned.push(own);
    else if (isGiven) planned.push({ entry, to: place, along: [] });
  }
  return planned;
}

/** Does a call that used to start behind another start before it now? */
function overtakes(
  { entries }: Block,
  hoist: Hoist,
  { entry, place }: { readonly entry: Entry; readonly place: number },
): boolean {
  const index = entries.indexOf(entry);
  if (entries.indexOf(hoist.entry) <= index) return false;
  return hoist.base === undefined ? hoist.to <= place : entries.indexOf(hoist.base.entry) < index;
}

function isGivenState({ state }: Block, { step: { call, members } }: Entry): boolean {
  return (members.length > 0 ? members : [call]).some((made) => state.inCall(made));
}
