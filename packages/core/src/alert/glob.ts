/** Longest pattern; rule files come from outside. */
const MAX_PATTERN = 300;

/**
 * Does a text fit a pattern? `*` stands for anything but a slash, `**` for anything. A pattern that begins with a slash
 * is also tried on the path of a route key: `/admin/**` fits `GET /admin/users`, and `/admin` itself.
 */
export function fitsGlob(pattern: string, text: string): boolean {
  const path = /^[A-Z]+ (\/.*)$/.exec(text)?.[1];
  return [text, ...(path !== undefined && pattern.startsWith("/") ? [path] : [])].some((candidate) =>
    fits(pieces(pattern.slice(0, MAX_PATTERN)), candidate),
  );
}

function pieces(pattern: string): readonly string[] {
  return pattern.endsWith("/**") && pattern.length > 3 ? [...split(pattern.slice(0, -3)), "/**"] : split(pattern);
}

function split(pattern: string): string[] {
  return pattern.split(/(\*\*|\*)/).filter((piece) => piece !== "");
}

/** Keeps the set of positions reached so far, so no pattern can make it slow. */
function fits(pattern: readonly string[], text: string): boolean {
  let reached = new Set([0]);
  for (const piece of pattern) {
    const next = new Set<number>();
    for (const at of reached) for (const end of endsOf(piece, text, at)) next.add(end);
    if (next.size === 0) return false;
    reached = next;
  }
  return reached.has(text.length);
}

function* endsOf(piece: string, text: string, at: number): Generator<number> {
  if (piece === "/**") {
    if (at === text.length || text[at] === "/") yield text.length;
    return;
  }
  if (piece === "*" || piece === "**") {
    for (let end = at; end <= text.length; end += 1) {
      yield end;
      if (piece === "*" && text[end] === "/") return;
    }
    return;
  }
  if (text.startsWith(piece, at)) yield at + piece.length;
}
