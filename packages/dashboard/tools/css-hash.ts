import { relative } from "node:path";

const ROOT = import.meta.dirname;

/** A scoped style's class: short, since it stands on every element, and the same on every machine. */
export function cssHash({ hash, filename }: { hash: (text: string) => string; filename: string }): string {
  return `s${hash(relative(ROOT, filename)).slice(0, 4)}`;
}
