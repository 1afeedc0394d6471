import type { Machine } from "./machine.ts";
import { data, type RecordObj } from "./objects.ts";
import { type Cell, exactText, join, of, scalar, tainted, type Value } from "./value.ts";

/** Parts of plain data deeper than this are one thing. */
const MAX_DATA_DEPTH = 3;
/** The part that stands for every element, and for whatever lies under a key that is not known. */
const ELEMENT = "[]";

/** Plain data is a tree: two of its parts are two things, unless one is asked for by a key that is not known. */
export function readData(machine: Machine, ref: RecordObj, key: Value): Value {
  const name = exactText(key);
  if (name === undefined || /^\d+$/.test(name)) return dataElements(machine, ref);
  const named = tainted(looked(machine, dataPart(ref, name)), ref.taint);
  const unnamed = [ref.fields.get(ELEMENT), ref.rest].flatMap((cell) =>
    cell === undefined ? [] : [looked(machine, cell)],
  );
  machine.watch.meet(ref.taint);
  return unnamed.reduce(join, named);
}

/** Everything plain data may hold. */
export function dataElements(machine: Machine, ref: RecordObj): Value {
  dataPart(ref, ELEMENT);
  machine.watch.meet(ref.taint);
  const cells = [...ref.fields.values(), ...(ref.rest === undefined ? [] : [ref.rest])];
  return cells.reduce((all, cell) => join(all, looked(machine, cell)), scalar(ref.taint));
}

function dataPart(ref: RecordObj, name: string): Cell {
  const known = ref.fields.get(name);
  if (known !== undefined) return known;
  const part = ref.depth >= MAX_DATA_DEPTH ? ref : partOf(ref, data(ref.taint));
  const cell = { value: of(part, ref.taint), serial: ref.serial };
  ref.fields.set(name, cell);
  return cell;
}

/** A part that is first looked at now has been there as long as the whole. */
export function partOf(whole: RecordObj, part: RecordObj): RecordObj {
  return { ...part, serial: whole.serial, depth: whole.depth + 1, holder: whole.holder };
}

function looked(machine: Machine, cell: Cell): Value {
  machine.watch.noteRead(cell);
  return cell.value;
}
