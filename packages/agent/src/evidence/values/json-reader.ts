import { MAX_VALUE } from "./canonical.ts";
import { MIN_ENCODED, needsComparing } from "./encoded-words.ts";
import * as is from "./json-cursor.ts";
import { LeafText } from "./leaf-text.ts";
import { type Leaf, Leaves, MAX_DEPTH, MAX_ITEMS, MAX_LEAVES } from "./leaves.ts";
import { isNumber, MAX_KEY, type Names } from "./names.ts";
import * as outline from "./outline.ts";
import type { Field, Path } from "./path.ts";
import { isMisaligned, type SearchText } from "./text-search.ts";

/** A text that was JSON, as far as it is looked at. */
export interface ReadJson {
  /** Values that stand in the text as they are, */
  readonly standing: LeafText;
  /** and all others: escaped, written in another way, said by a token. */
  readonly others: readonly Leaf[];
  readonly outline: outline.Outline;
}

/** The text is no JSON, or untidy. Whoever gets this gives it on. */
const FAILED: unique symbol = Symbol("failed");
type Read = outline.Outline | typeof FAILED;

/** Not wanted in the outline: below lists, or too deep. */
const UNSEEN = -1;

/** Objects are numbered, to notice a key that stands twice in one. */
const MANY_OBJECTS = 2 ** 30;
let objects = 0;

/**
 * Finds the values of a JSON text and their places in one go over it, without building what it says: of the thousands
 * of values a few are asked for. Texts are accepted as by `JSON.parse`, and keys of one object are expected to stand
 * once, in an order of their own only where they are no numbers.
 */
export class JsonReader {
  readonly #cursor: is.JsonCursor;
  readonly #names: Names;
  readonly #standing: LeafText;
  readonly #others: Leaves;
  /** The runtime wrote it: keys are in order. */
  readonly #isTidy: boolean;
  readonly #hasTokens: boolean;
  readonly #hasMisaligned: boolean;
  readonly #levels: number;
  #isUntidy = false;

  constructor(source: SearchText, names: Names, isTidy: boolean) {
    const { text } = source;
    this.#cursor = new is.JsonCursor(text);
    this.#names = names;
    this.#standing = new LeafText(source);
    this.#others = new Leaves(names);
    this.#isTidy = isTidy;
    this.#hasTokens = text.includes("eyJ");
    this.#hasMisaligned = isMisaligned(text);
    this.#levels = text.length > outline.MAX_OUTLINED_TEXT ? UNSEEN : outline.OUTLINE_DEPTH;
  }

  read(): ReadJson | "untidy" | undefined {
    const read = this.#value(this.#names.path("$"), 0, this.#levels);
    if (read === FAILED || !Number.isNaN(this.#cursor.next())) return this.#isUntidy ? "untidy" : undefined;
    return { standing: this.#standing, others: this.#others.found, outline: read };
  }

  #value(path: Path, depth: number, levels: number): Read {
    switch (this.#cursor.next()) {
      case is.QUOTE:
        return this.#string(path, levels);
      case is.OBJECT:
        return this.#object(path, depth, levels);
      case is.LIST:
        return this.#list(path, depth);
      case 0x74:
        return this.#word("true", path) ? true : FAILED;
      case 0x66:
        return this.#word("false", path) ? false : FAILED;
      case 0x6e:
        return this.#cursor.word("null") ? null : FAILED;
      default:
        return this.#number(path);
    }
  }

  #object(path: Path, depth: number, levels: number): Read {
    const cursor = this.#cursor;
    cursor.at += 1;
    if (cursor.next() === is.OBJECT_END) {
      cursor.at += 1;
      return outline.EMPTY_OBJECT;
    }
    if (depth === MAX_DEPTH) return cursor.leave("{") ? outline.FULL_OBJECT : FAILED;
    objects = (objects + 1) % MANY_OBJECTS;
    const number = objects;
    const fields = levels > 0 ? new OutlineFields() : undefined;
    for (let field: Field | undefined; ;) {
      field = this.#field(path, field, number);
      if (field === undefined) return FAILED;
      const read = this.#value(field.path, depth + 1, levels - 1);
      if (read === FAILED) return FAILED;
      fields?.add(field.key, read);
      const code = cursor.next();
      cursor.at += 1;
      if (code === is.OBJECT_END) return fields?.object ?? outline.FULL_OBJECT;
      if (code !== is.COMMA) return FAILED;
    }
  }

  /** Over a key and its colon, to its value. Objects of one place mostly have the same keys in the same order. */
  #field(path: Path, before: Field | undefined, object: number): Field | undefined {
    const cursor = this.#cursor;
    cursor.next();
    let field = before === undefined ? path.first : before.next;
    if (field === undefined || !cursor.opening(field.opening)) {
      field = this.#key(path);
      if (field === undefined) return undefined;
      if (before === undefined) path.first = field;
      else before.next = field;
    }
    if (!this.#isTidy && field.metIn === object) return this.#untidy();
    field.metIn = object;
    return field;
  }

  /** Over a key that was not expected. */
  #key(path: Path): Field | undefined {
    const cursor = this.#cursor;
    const made = cursor.next() === is.QUOTE ? cursor.string() : -1;
    if (made < 0) return undefined;
    const written = cursor.text.slice(cursor.start, cursor.end);
    if (cursor.next() !== is.COLON) return undefined;
    cursor.at += 1;
    const isEscaped = (made & is.ESCAPED) !== 0;
    const key = isEscaped ? unescaped(written) : written;
    const isItem = isNumber(key);
    if (!this.#isTidy && (isEscaped || isItem || key.length > MAX_KEY)) return this.#untidy();
    if (!isItem) return this.#names.fieldOf(path, key);
    return { key, path: this.#names.item(path), opening: NEVER, next: undefined, metIn: 0 };
  }

  #untidy(): undefined {
    this.#isUntidy = true;
  }

  #list(path: Path, depth: number): Read {
    const cursor = this.#cursor;
    cursor.at += 1;
    if (cursor.next() === is.LIST_END) {
      cursor.at += 1;
      return outline.EMPTY_LIST;
    }
    if (depth === MAX_DEPTH) return cursor.leave("[") ? outline.FULL_LIST : FAILED;
    const item = this.#names.item(path);
    for (let count = 1; ; count += 1) {
      if (this.#value(item, depth + 1, UNSEEN) === FAILED) return FAILED;
      const code = cursor.next();
      cursor.at += 1;
      if (code === is.LIST_END) return outline.FULL_LIST;
      if (code !== is.COMMA) return FAILED;
      if (count === MAX_ITEMS) return cursor.leave("[0,") ? outline.FULL_LIST : FAILED;
    }
  }

  #string(path: Path, levels: number): Read {
    const cursor = this.#cursor;
    const made = cursor.string();
    if (made < 0) return FAILED;
    const { start, end, text } = cursor;
    const length = end - start;
    if ((made & is.ESCAPED) !== 0) {
      const value = unescaped(text.slice(start, end));
      if (this.#hasRoom()) this.#others.text(value, path, this.#standing.size);
      return value;
    }
    if (length > 0 && length <= MAX_VALUE && this.#hasRoom()) {
      const isCompared = this.#isCompared(made, start, end);
      this.#standing.add(path, start, end, isCompared);
      if (isCompared && this.#hasTokens) this.#others.claims(text.slice(start, end), path, this.#standing.size);
    }
    if (levels <= UNSEEN || length > outline.OUTLINE_WORD) return outline.SOME_TEXT;
    return text.slice(start, end);
  }

  /** What `needsComparing` says, asked only where what the string is made of leaves it open. */
  #isCompared(made: number, start: number, end: number): boolean {
    const { text } = this.#cursor;
    if ((made & is.PERCENT) !== 0) return true;
    if (this.#hasMisaligned) return needsComparing(text.slice(start, end));
    if ((made & is.UPPER) === 0 || end - start < MIN_ENCODED) return false;
    const isTrimmed = isInner(text.charCodeAt(start)) && isInner(text.charCodeAt(end - 1));
    if ((made & is.OTHER) !== 0 && isTrimmed && !this.#hasTokens) return false;
    return needsComparing(text.slice(start, end));
  }

  #number(path: Path): Read {
    const cursor = this.#cursor;
    const made = cursor.number();
    if (made === -1) return FAILED;
    const { start, end, text } = cursor;
    const isPlain = made === "plain";
    const written = isPlain && end - start > 1 ? undefined : text.slice(start, end);
    const value = written === undefined ? undefined : Number(written);
    if (this.#hasRoom()) {
      if (isPlain || String(value) === written) this.#standing.add(path, start, end, false);
      else this.#others.tree(value, path, this.#standing.size);
    }
    return value === 0 ? 0 : outline.SOME_NUMBER;
  }

  #word(word: "true" | "false", path: Path): boolean {
    const cursor = this.#cursor;
    if (!cursor.word(word)) return false;
    if (this.#hasRoom()) this.#standing.add(path, cursor.start, cursor.end, false);
    return true;
  }

  #hasRoom(): boolean {
    return this.#standing.size + this.#others.found.length < MAX_LEAVES;
  }
}

/** Begins no field. */
const NEVER = "\n";

class OutlineFields {
  readonly object: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  #count = 0;

  add(key: string, value: outline.Outline): void {
    if (this.#count > outline.OUTLINE_KEYS) return;
    this.#count += 1;
    this.object[key] = value;
  }
}

function unescaped(written: string): string {
  return String(JSON.parse(`"${written}"`));
}

/** Neither space nor anything that could be one. */
function isInner(code: number): boolean {
  return code > 32 && code < 128;
}
