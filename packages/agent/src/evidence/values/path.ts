/** A field of the objects at one place. */
export interface Field {
  readonly key: string;
  readonly path: Path;
  /** How a JSON text begins the field where its key is written without escapes. */
  readonly opening: string;
  /** The field that followed it the last time: objects of one place mostly have theirs in one order. */
  next: Field | undefined;
  /** Number of the object it was last met in. */
  metIn: number;
}

/** A place in an answer or request: names of fields and `[*]`, never a value. */
export class Path {
  readonly text: string;
  /** Below a list: one answer can have many values here. */
  readonly hasItems: boolean;
  /** The field that objects here began with the last time. */
  first: Field | undefined;
  #fields: Map<string, Field> | undefined;
  #item: Path | undefined;

  constructor(text: string) {
    this.text = text;
    this.hasItems = text.includes("[*]");
  }

  field(key: string): Field | undefined {
    return this.#fields?.get(key);
  }

  keep(field: Field): void {
    this.#fields ??= new Map();
    this.#fields.set(field.key, field);
  }

  /** The place of a list's items. */
  item(make: (text: string) => Path): Path {
    return (this.#item ??= make(`${this.text}[*]`));
  }
}
