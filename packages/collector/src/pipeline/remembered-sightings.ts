import type { Sighting, Sightings } from "@weir/core";
import { BoundedMap } from "./bounded-map.ts";

/** Pairs and calls of all remembered sightings together; each takes some hundred bytes. */
const MAX_PARTS = 100_000;
/** Characters of looks that were seen once. */
const MAX_SEEN_CHARS = 4_000_000;

/** Sightings of requests whose look came at least twice: most of an app's traffic looks like a few hundred requests. */
export class RememberedSightings implements Sightings {
  readonly #known: BoundedMap<string, Sighting>;
  readonly #seen = new BoundedMap<string, string>(MAX_SEEN_CHARS, (look) => look.length);
  readonly #ids = new WeakMap<object, number>();
  #lastId = 0;

  constructor(maxParts: number = MAX_PARTS) {
    this.#known = new BoundedMap(maxParts, ({ pairs, beside, sites }) => pairs.length + beside.length + sites.length);
  }

  /** Forgotten because others took their place. */
  get evicted(): number {
    return this.#known.evicted;
  }

  get(look: string): Sighting | undefined {
    return this.#known.get(look);
  }

  wants(look: string): boolean {
    if (this.#seen.get(look) !== undefined) return true;
    this.#seen.set(look, look);
    return false;
  }

  set(look: string, sighting: Sighting): void {
    this.#seen.delete(look);
    this.#known.set(look, sighting);
  }

  idOf(object: object): number {
    let id = this.#ids.get(object);
    if (id === undefined) {
      id = ++this.#lastId;
      this.#ids.set(object, id);
    }
    return id;
  }
}
