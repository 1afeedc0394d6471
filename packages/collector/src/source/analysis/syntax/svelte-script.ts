const OPEN = /<script\b/g;
const CLOSE = /<\/script\s*>/g;

/**
 * The scripts of a Svelte component at their own offsets: everything else becomes blanks. Goes through the text once,
 * however many tags it opens and never closes.
 */
export function scriptOf(component: string): string {
  let code = "";
  for (let at = 0; ;) {
    const open = found(OPEN, component, at);
    const start = open === undefined ? 0 : component.indexOf(">", open.index) + 1;
    const close = start === 0 ? undefined : found(CLOSE, component, start);
    // Without an end here there is none further down either.
    if (close === undefined) return code + blank(component.slice(code.length));
    code += blank(component.slice(code.length, start)) + component.slice(start, close.index);
    at = close.index + close[0].length;
  }
}

function found(pattern: RegExp, text: string, from: number): RegExpExecArray | undefined {
  pattern.lastIndex = from;
  return pattern.exec(text) ?? undefined;
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, " ");
}
