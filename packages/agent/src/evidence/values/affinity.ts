/** Names every object has: alone they tie nothing together. */
const GENERIC = new Set([
  "id",
  "ids",
  "name",
  "value",
  "key",
  "type",
  "code",
  "data",
  "slug",
  "uuid",
  "item",
  "result",
]);

/**
 * Whether a position of a request and a field of a source are called alike: `userId` and `user.id`, `/users/…` and
 * `users[*].id`, `token` and `token`.
 */
export function isAffine(key: string, path: string): boolean {
  const affine = known.get(path)?.get(key);
  return affine ?? remember(key, path, compare(key, path));
}

function remember(key: string, path: string, affine: boolean): boolean {
  if (count >= MAX_KNOWN) {
    known.clear();
    count = 0;
  }
  count += 1;
  const keys = known.get(path) ?? new Map<string, boolean>();
  known.set(path, keys.set(key, affine));
  return affine;
}

/** Answers remembered: the same few fields meet in every request. */
const MAX_KNOWN = 5000;
let count = 0;
/** By path, then by key. */
const known = new Map<string, Map<string, boolean>>();

function compare(key: string, path: string): boolean {
  const [wanted, ...parents] = sinkWords(key);
  const names = path
    .replaceAll(/\[[^\]]*\]/g, "")
    .split(".")
    .filter((name) => name !== "" && name !== "$" && name !== "header" && name !== "cookie" && name !== "query")
    .map(wordsOf);
  const own = names.at(-1);
  if (own === undefined || wanted === undefined) return false;
  const sink = [wanted, ...parents].join(" ");
  const parent = names.at(-2);
  const last = own.join(" ");
  if (sink === last) return own.length > 1 || !GENERIC.has(last);
  if (parent !== undefined && sink === [...parent, ...own].join(" ")) return true;
  return own.length === 1 && GENERIC.has(last) && parent !== undefined && sink === parent.join(" ");
}

/** `/users` stands for the id of a user. */
function sinkWords(key: string): string[] {
  return key.startsWith("/") ? [...wordsOf(key.slice(1)), "id"] : wordsOf(key);
}

function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "")
    .map(singular);
}

function singular(word: string): string {
  if (word.endsWith("ies") && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:ss|us|is)$/.test(word) || word.length < 4) return word === "ids" ? "id" : word;
  return word.replace(/(?:(?<=x|ch|sh|ss)es|s)$/, "");
}
