import { groupOf } from "./dimension.ts";
import { bytes, oneOf } from "./literal.ts";

/** Dimensions that can be told apart by 53 bits of their ids. */
export interface Layer {
  readonly ids: ReadonlyMap<number, string>;
  readonly condition: string | undefined;
}

/**
 * Rows are grouped by 53 bits of their dimension's id. Dimensions that share them, which only an attack would bring
 * about, are asked for one after the other.
 */
export function layersOf(hexes: Iterable<string>): readonly Layer[] {
  const layers: Map<number, string>[] = [new Map()];
  for (const hex of hexes) {
    const group = groupOf(hex);
    const free = layers.find((layer) => !layer.has(group)) ?? new Map<number, string>();
    if (free.size === 0 && !layers.includes(free)) layers.push(free);
    free.set(group, hex);
  }
  const [base = new Map<number, string>(), ...others] = layers;
  const extra = others.flatMap((layer) => [...layer.values()]);
  const without = extra.length === 0 ? undefined : `NOT (${oneOf("dim", extra.map(bytes))})`;
  return [
    { ids: base, condition: without },
    ...others.map((ids) => ({ ids, condition: oneOf("dim", [...ids.values()].map(bytes)) })),
  ];
}
