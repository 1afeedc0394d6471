/** Secrets, one per place they may stand in, that no honest text contains: `zq<place>` and letters and digits. */
export class Marks {
  readonly #all = new Map<string, string>();

  /** The secret of this place, the same each time. */
  at(place: string): string {
    const known = this.#all.get(place);
    if (known !== undefined) return known;
    const made = `zq${this.#all.size}k7x${Buffer.from(place).toString("hex").slice(0, 10)}9w4m`;
    this.#all.set(place, made);
    return made;
  }

  /** Something the apps know and nobody else may: a person's address, a session. */
  add(place: string, secret: string): void {
    this.#all.set(place, secret);
  }

  /** Places whose secret stands in the bytes, as it is, in another case, percent-encoded or in Base64. */
  in(bytes: Buffer): string[] {
    const text = bytes.toString("latin1").toLowerCase();
    return [...this.#all].flatMap(([place, secret]) =>
      spellings(secret).some((spelling) => text.includes(spelling.toLowerCase())) ? [place] : [],
    );
  }
}

function spellings(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  // Base64 of a piece depends on where it begins: the inner part of each of the three.
  const base64 = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64");
    return text.slice(shift === 0 ? 0 : 4, -4);
  });
  return [secret, encodeURIComponent(secret), bytes.toString("hex"), ...base64];
}
