import { stripVTControlCharacters } from "node:util";

/** Scripts whose letters take two cells of a terminal. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/u;
const MARK = /\p{Mark}/u;

/** Cells that a text takes in a terminal. */
export function textWidth(text: string): number {
  let width = 0;
  for (const letter of stripVTControlCharacters(text)) width += MARK.test(letter) ? 0 : WIDE.test(letter) ? 2 : 1;
  return width;
}

/** The text with blanks behind it until it is so wide. */
export function padded(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - textWidth(text)));
}

/** At most so many cells; what is cut off is marked. */
export function clipped(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let cut = "";
  for (const letter of text) {
    if (textWidth(cut + letter) > width - 1) break;
    cut += letter;
  }
  return `${cut}…`;
}
