import type { PairProfile } from "../analysis/request-analysis.ts";

/** Families of fields that are gone through one by one; all others are asked for by name. */
const FAMILIES = ["order|", "pace|", "source|", "v|s|", "v|dep|", "v|status|", "from|leaf|"] as const;

export type Family = (typeof FAMILIES)[number];

/** Profiles that are asked one after the other; more of them are added up. */
const MAX_LAYERS = 4;

/**
 * What the profiles of one pair add up to. A profile has dozens of fields and a verdict asks for a few of them, by name: so
 * nothing is added up before it is asked for. The profiles must not change meanwhile.
 */
export class EvidenceSum {
  readonly #layers: PairProfile[] = [];
  /** Of the last layers: those above the bound, added up. */
  #rest: Map<string, number> | undefined;
  #families: Map<Family, string[]> | undefined;

  static of(...profiles: readonly PairProfile[]): EvidenceSum {
    const sum = new EvidenceSum();
    for (const profile of profiles) sum.add(profile);
    return sum;
  }

  add(profile: PairProfile): void {
    if (profile.size === 0) return;
    this.#families = undefined;
    if (this.#layers.length < MAX_LAYERS) {
      this.#layers.push(profile);
      return;
    }
    this.#rest ??= new Map();
    for (const [field, count] of profile) this.#rest.set(field, (this.#rest.get(field) ?? 0) + count);
  }

  /** How often; corrections can make a stored count negative, which means never. */
  count(field: string): number {
    let sum = this.#rest?.get(field) ?? 0;
    for (let index = 0; index < this.#layers.length; index += 1) sum += this.#layers[index]?.get(field) ?? 0;
    return sum < 0 ? 0 : sum;
  }

  /** Fields of a family that were counted at least once. */
  fields(family: Family): readonly string[] {
    this.#families ??= this.#byFamily();
    const list = this.#families.get(family);
    if (list === undefined) return NONE;
    return list.every((field) => this.count(field) > 0) ? list : list.filter((field) => this.count(field) > 0);
  }

  #byFamily(): Map<Family, string[]> {
    const families = new Map<Family, string[]>();
    const layers = this.#rest === undefined ? this.#layers : [...this.#layers, this.#rest];
    layers.forEach((layer, index) => {
      for (const field of layer.keys()) {
        const family = familyOf(field);
        if (family === undefined || layers.findIndex((one) => one.has(field)) < index) continue;
        const list = families.get(family);
        if (list === undefined) families.set(family, [field]);
        else list.push(field);
      }
    });
    return families;
  }
}

const NONE: readonly string[] = [];

/** This is asked of every field of every profile: the first letter leaves few families to compare with. */
function familyOf(field: string): Family | undefined {
  const some = BY_LETTER[field.charCodeAt(0)];
  if (some === undefined) return undefined;
  for (const family of some) if (field.startsWith(family)) return family;
  return undefined;
}

const BY_LETTER: readonly (readonly Family[] | undefined)[] = Array.from({ length: 128 }, (_, code) => {
  const some = FAMILIES.filter((family) => family.charCodeAt(0) === code);
  return some.length === 0 ? undefined : some;
});
