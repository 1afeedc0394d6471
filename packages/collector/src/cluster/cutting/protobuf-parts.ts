/** Bytes of a field, its tag included. `end` is exclusive. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface ScopeGroup {
  /** Everything but its spans. */
  readonly heads: readonly ByteRange[];
  /** `piece` is -1 for a span without ids. */
  readonly spans: readonly (ByteRange & { readonly piece: number })[];
}

export interface ResourceGroup {
  /** Everything but its scopes. */
  readonly heads: readonly ByteRange[];
  readonly scopes: readonly ScopeGroup[];
}

interface Cut {
  readonly body: Buffer;
  readonly resources: readonly ResourceGroup[];
  readonly binOf: readonly number[];
  readonly bins: number;
  readonly looseBin: number;
}

/** A message to be written: what it is made of, and how many bytes that is. */
interface Message {
  readonly items: (ByteRange | Message)[];
  size: number;
}

/** Tag of `resource_spans`, and of `scope_spans`. One byte each. */
const RESOURCE_SPANS = 0x0a;
const SCOPE_SPANS = 0x12;

/** Bodies of the chosen spans; bytes are copied, nothing is decoded. */
export function writeParts({ body, resources, binOf, bins, looseBin }: Cut): readonly (Buffer | undefined)[] {
  const roots = Array.from({ length: bins }, () => message());
  for (const resource of resources) {
    const ofBins = new Map<number, Message>();
    for (const scope of resource.scopes) addScope(scope, resource, ofBins, (piece) => binOf[piece] ?? looseBin);
    for (const [bin, part] of ofBins) put(roots[bin] as Message, part);
  }
  const filled = roots.filter(({ items }) => items.length > 0);
  // All of it goes to one place.
  if (filled.length === 1) return roots.map((root) => (root === filled[0] ? body : undefined));
  return roots.map((root) => (root.items.length === 0 ? undefined : new PartWriter(body, root.size).write(root)));
}

function addScope(
  scope: ScopeGroup,
  resource: ResourceGroup,
  resources: Map<number, Message>,
  binOf: (piece: number) => number,
): void {
  const scopes = new Map<number, Message>();
  for (const span of scope.spans) {
    const bin = binOf(span.piece);
    let part = scopes.get(bin);
    if (part === undefined) scopes.set(bin, (part = message(scope.heads)));
    putRange(part, span);
  }
  for (const [bin, part] of scopes) {
    let parent = resources.get(bin);
    if (parent === undefined) resources.set(bin, (parent = message(resource.heads)));
    put(parent, part);
  }
}

function message(heads: readonly ByteRange[] = []): Message {
  const made: Message = { items: [], size: 0 };
  for (const head of heads) putRange(made, head);
  return made;
}

/** Neighbours are copied as one. */
function putRange(parent: Message, { start, end }: ByteRange): void {
  parent.size += end - start;
  const last = parent.items.at(-1);
  if (last === undefined || !("end" in last) || last.end !== start) parent.items.push({ start, end });
  else parent.items[parent.items.length - 1] = { start: last.start, end };
}

function put(parent: Message, child: Message): void {
  parent.items.push(child);
  parent.size += 1 + varintSize(child.size) + child.size;
}

function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest > 0x7f; rest = Math.floor(rest / 0x80)) size += 1;
  return size;
}

class PartWriter {
  readonly #from: Buffer;
  readonly #to: Buffer;
  #at = 0;

  constructor(from: Buffer, size: number) {
    this.#from = from;
    this.#to = Buffer.allocUnsafe(size);
  }

  write(root: Message): Buffer {
    this.#items(root, RESOURCE_SPANS);
    return this.#to;
  }

  /** `tag` is that of messages within. */
  #items({ items }: Message, tag: number): void {
    for (const item of items) {
      if ("end" in item) this.#at += this.#from.copy(this.#to, this.#at, item.start, item.end);
      else {
        this.#to[this.#at++] = tag;
        this.#varint(item.size);
        this.#items(item, SCOPE_SPANS);
      }
    }
  }

  #varint(value: number): void {
    let rest = value;
    for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) this.#to[this.#at++] = (rest % 0x80) | 0x80;
    this.#to[this.#at++] = rest;
  }
}
