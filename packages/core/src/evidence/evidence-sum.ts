import type { PairProfile } from "../analysis/request-analysis.ts";

/** Families of fields that are gone through one by one; all others are asked for by name. */
const FAMILIES = ["order|", "pace|", "source|", "v|s|", "v|dep|", "v|status|", "from|leaf|"] as const;

export type Family = (typeof FAMILIES)[number];

/**
 * What the profiles of one pair add up to, in one go: a profile has dozens of fields and every channel looks for a few, so
 * that each of them going through all would cost more than everything else of an analysis.
 */
export class EvidenceSum {
  readonly #counts = new Map<string, number>();
  readonly #families = new Map<Family, string[]>();

  static of(...profiles: readonly PairProfile[]): EvidenceSum {
    const sum = new EvidenceSum();
    for (const profile of profiles) sum.add(profile);
    return sum;
  }

  add(profile: PairProfile): void {
    for (const [field, count] of profile) {
      const known = this.#counts.get(field);
      this.#counts.set(field, known === undefined ? count : known + count);
      if (known !== undefined) continue;
      const family = familyOf(field);
      if (family !== undefined) this.#familyList(family).push(field);
    }
  }

  /** How often; corrections can make a stored count negative, which means never. */
  count(field: string): number {
    const count = this.#counts.get(field);
    return count === undefined || count < 0 ? 0 : count;
  }

  /** Fields of a family that were counted at least once. */
  fields(family: Family): readonly string[] {
    const list = this.#families.get(family);
    if (list === undefined) return NONE;
    return list.every((field) => this.count(field) > 0) ? list : list.filter((field) => this.count(field) > 0);
  }

  #familyList(family: Family): string[] {
    let list = this.#families.get(family);
    if (list === undefined) {
      list = [];
      this.#families.set(family, list);
    }
    return list;
  }
}

const NONE: readonly string[] = [];

/** This is asked of every field of every profile: the first letter leaves few families to compare with. */
function familyOf(field: string): Family | undefined {
  return BY_LETTER.get(field.charCodeAt(0))?.find((family) => field.startsWith(family));
}

const BY_LETTER: ReadonlyMap<number, readonly Family[]> = new Map(
  FAMILIES.map((one) => [one.charCodeAt(0), FAMILIES.filter((other) => other[0] === one[0])]),
);
