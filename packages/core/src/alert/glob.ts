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

/** One pass over the text per piece, with the set of positions reached so far: no pattern can make it slow. */
function fits(pattern: readonly string[], text: string): boolean {
  let reached: ReadonlySet<number> = new Set([0]);
  for (const piece of pattern) {
    reached = piece.startsWith("*") ? afterWildcard(piece, text, reached) : afterText(piece, text, reached);
    if (reached.size === 0) return false;
  }
  return reached.has(text.length);
}

function afterWildcard(piece: string, text: string, reached: ReadonlySet<number>): ReadonlySet<number> {
  const next = new Set<number>();
  let inside = false;
  for (let at = 0; at <= text.length; at += 1) {
    inside ||= reached.has(at);
    if (inside) next.add(at);
    if (piece === "*" && text[at] === "/") inside = false;
  }
  return next;
}

function afterText(piece: string, text: string, reached: ReadonlySet<number>): ReadonlySet<number> {
  const next = new Set<number>();
  for (const at of reached) {
    // At the end of a pattern `/**` is the folder itself, or anything in it.
    if (piece === "/**" && (at === text.length || text[at] === "/")) next.add(text.length);
    else if (piece !== "/**" && text.startsWith(piece, at)) next.add(at + piece.length);
  }
  return next;
}
